"""E-mail addresses, alone or with a name, in the one form that is put into a header or a command.

In both places the text of other people could add what it should not: another recipient, another
header, another command. So what is not plainly one address is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.headerregistry import Address
from typing import Final

import idna

ADDRESS_MAX: Final = 254
_PLAIN: Final = re.compile(
    r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f-\x9f]+"
)
_BREAKING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What ends a line somewhere, or is no text at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address with the name that is shown for it."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]

    @property
    def header(self) -> Address:
        """The mailbox as a header takes it."""
        local = self.address.rpartition("@")[0]
        return Address(self.name, username=local, domain=self.domain)


def parse_mailbox(text: str) -> Mailbox | None:
    """Return the mailbox in `address` or `name <address>`, or None if it is no single one."""
    before, bracket, inside = text.strip().rpartition("<")
    if not bracket:
        address = parse_address(inside)
        return None if address is None else Mailbox(address=address)
    address = parse_address(inside[:-1]) if inside.endswith(">") else None
    return None if address is None else Mailbox(address=address, name=_name(before))


def parse_address(text: str) -> str | None:
    """Return the address with its domain in ASCII, or None if it is not plainly one address."""
    if len(text) > ADDRESS_MAX or not _PLAIN.fullmatch(text):
        return None
    local, _, domain = text.partition("@")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return None
    return f"{local}@{ascii_domain}"


def one_line(text: str) -> str:
    """Return the text as a header can hold it: nothing ends the header, now or when it is decoded.

    What begins like an encoded word would be decoded by whoever reads the e-mail, line ends and
    commas in it included.
    """
    return _BREAKING.sub(" ", text).replace("=?", "= ?").strip()


def _name(text: str) -> str:
    """Return a display name; Amazon SES wants those beyond ASCII as encoded words."""
    name = text.strip()
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    try:
        return one_line(str(make_header(decode_header(name))))
    except (LookupError, ValueError, HeaderParseError):
        return one_line(name)
