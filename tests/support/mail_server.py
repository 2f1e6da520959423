"""A real mail server on loopback: it takes what it is given, or fails as a test wants it to."""

# ruff: noqa: ANN401 - the library hands over what it likes, and says so nowhere

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.ports import free_port

USER = "cognate@example.com"
PASSWORD = "p@ss:w/o#rd%"


@dataclass
class Arrived:
    """One e-mail that the server took."""

    sender: str
    to: list[str]
    content: bytes
    options: list[str]
    is_encrypted: bool
    user: bytes | None
    connection: int

    @property
    def mail(self) -> EmailMessage:
        """The e-mail as a mail program reads it."""
        return message_from_bytes(self.content, policy=POLICY)


@dataclass
class MailServer:
    """What has arrived, and how the server behaves. `answers` are by command ("RCPT")."""

    port: int
    arrived: list[Arrived] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    dawdle: Callable[[], object] = lambda: None
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _controller: Controller | None = None
    _sessions: list[Any] = field(default_factory=list)

    def wait_for(self, count: int, timeout_s: float = 20.0) -> list[Arrived]:
        """Return what has arrived as soon as it is so many; fails if it takes too long."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.arrived) >= count, timeout_s), self.arrived
            return list(self.arrived)

    def start(self, **options: Any) -> None:
        """Begin to listen."""
        controller = _Controller(self, hostname="127.0.0.1", port=self.port, **options)
        controller.start()
        self._controller = controller

    def stop(self) -> None:
        """Refuse connections, and end those that there are."""
        if self._controller is not None:
            self.hang_up()
            self._controller.stop()
            self._controller = None

    def hang_up(self) -> None:
        """End every connection, as servers do with those that are idle."""
        controller = self._controller
        assert controller is not None
        closed = threading.Event()

        def close() -> None:
            for session in self._sessions:
                for transport in (session.transport, session._original_transport):
                    if transport is not None:
                        transport.abort()
            self._sessions.clear()
            controller.loop.call_later(0.01, closed.set)

        controller.loop.call_soon_threadsafe(close)
        assert closed.wait(5)

    def authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """Let in the one user, by his password."""
        self.logins.append((data.login, data.password))
        if (data.login.decode(), data.password.decode()) != (USER, PASSWORD):
            return AuthResult(success=False, handled=False)
        session.user = data.login
        return AuthResult(success=True)

    def note(self, arrived: Arrived) -> None:
        """Remember an e-mail."""
        with self._news:
            self.arrived.append(arrived)
            self._news.notify_all()


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._server.answers.get("RCPT", "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Envelope
    ) -> str:
        await asyncio.to_thread(self._server.dawdle)
        answer = self._server.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            self._server.note(
                Arrived(
                    sender=envelope.mail_from or "",
                    to=[str(to) for to in envelope.rcpt_tos],
                    content=cast("bytes", envelope.content),
                    options=envelope.mail_options,
                    is_encrypted=session.ssl is not None,
                    user=getattr(session, "user", None),
                    connection=server.number,
                )
            )
        return answer

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._server.answers.get("MAIL", "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer


class _Controller(Controller):
    def __init__(self, server: MailServer, **options: Any) -> None:
        self._mail_server = server
        utf8 = not options.pop("ascii_only", False)
        super().__init__(_Handler(server), enable_SMTPUTF8=utf8, decode_data=False, **options)

    def factory(self) -> SMTP:
        made: SMTP = super().factory()
        self._mail_server.connections += 1
        self._mail_server._sessions.append(made)
        vars(made)["number"] = self._mail_server.connections
        return made


@contextmanager
def mail_server(port: int | None = None, **options: Any) -> Iterator[MailServer]:
    """Run a mail server; `options` are those of aiosmtpd, `login` and `ascii_only`."""
    server = MailServer(port or free_port())
    if options.pop("login", False):
        options |= {"authenticator": server.authenticate, "auth_required": True}
    server.start(**options)
    try:
        yield server
    finally:
        server.stop()


def starttls(context: ssl.SSLContext) -> dict[str, Any]:
    """Return the options of a server that takes mail only after STARTTLS."""
    return {"tls_context": context, "require_starttls": True}
