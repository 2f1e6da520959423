"""Which mail server, how it is spoken to and in whose name: what the URL of the channel says."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from adapters.delivery.parameters import is_this_machine, only
from adapters.delivery.smtp.mailbox import Mailbox, parse_mailbox
from domain.model.identifiers import Secret

PORTS: Final = {"smtp": 587, "smtps": 465}


class StartTls(StrEnum):
    """When a connection that begins in clear is encrypted."""

    ALWAYS = "always"
    WHEN_OFFERED = "when-offered"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who we are to the server."""

    user: str
    password: Secret[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the server may take, in seconds; the sum is less than the port allows."""

    connect_s: float = 5.0
    """To each address of the host, and to be told that a kept connection is alive."""

    open_s: float = 30.0
    """From the connection to the login."""

    send_s: float = 60.0
    """From the first command of a message to the last answer: servers judge what they are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """A mail server. `is_tls` says that TLS begins before the first byte."""

    host: str
    port: int
    is_tls: bool
    starttls: StartTls
    sender: Mailbox
    login: Login | None = field(default=None, repr=False)
    ca_file: Path | None = None
    patience: Patience = Patience()

    @property
    def is_protected(self) -> bool:
        """Whether nothing but a greeting is ever sent in clear."""
        return self.is_tls or self.starttls is StartTls.ALWAYS


def parse_url(url: str) -> SmtpServer:
    """Return the server of `smtp(s)://user:password@host:port?from=…&starttls=…&ca=…`.

    Raises ValueError, in words that hold nothing of user and password.
    """
    parts, port = _split(url)
    host = parts.hostname or ""
    given = only(parts.query, ("from", "starttls", "ca"))
    sender = parse_mailbox(given.get("from", ""))
    if sender is None:
        raise ValueError("from= has to name the sender: from=no-reply@example.com")
    server = SmtpServer(
        host=host,
        port=port,
        is_tls=parts.scheme == "smtps",
        starttls=_starttls(given.get("starttls"), host),
        sender=sender,
        login=_login(parts),
        ca_file=_ca_file(given.get("ca")),
    )
    if server.is_tls and "starttls" in given:
        raise ValueError("smtps: is encrypted from the start and takes no starttls=")
    if server.login and not (server.is_protected or is_this_machine(host)):
        raise ValueError("a password goes to another machine only under starttls=always")
    return server


def _split(url: str) -> tuple[SplitResult, int]:
    hint = "needs //host or //host:port; in user and password percent-encode : / ? # @ and %"
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        # Not the library's words: what it took for a port may be the end of a password.
        raise ValueError(hint) from None
    if not parts.hostname or parts.fragment or parts.path.strip("/"):
        raise ValueError(hint)
    return parts, port


def _starttls(given: str | None, host: str) -> StartTls:
    if given is None:
        return StartTls.NEVER if is_this_machine(host) else StartTls.ALWAYS
    try:
        return StartTls(given)
    except ValueError:
        raise ValueError(f"starttls= is one of {', '.join(StartTls)}") from None


def _login(parts: SplitResult) -> Login | None:
    if parts.username is None and parts.password is None:
        return None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user or not password or not (user + password).isascii():
        raise ValueError("a login needs a user and a password, both of ASCII characters")
    return Login(user=user, password=Secret(password))


def _ca_file(given: str | None) -> Path | None:
    if given is None:
        return None
    if not Path(given).is_file():
        raise ValueError(f"ca= names no file: {given}")
    try:
        ssl.create_default_context(cafile=given)
    except OSError:
        raise ValueError(f"ca= names no file of certificates in PEM: {given}") from None
    return Path(given)
