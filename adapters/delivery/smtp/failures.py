"""What a mail server or the way to it answered, in words for the log.

Of an answer only its numbers are told: its text repeats addresses.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException, SMTPNotSupportedError, SMTPResponseException
from typing import Final

from domain.ports.delivery import Refused, Undeliverable

_ENHANCED: Final = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_LOGIN_WANTED: Final = frozenset({530, 534, 535, 538})
"""Answers that mean us and not the message: the operator can mend what they complain of."""

_PERMANENT: Final = range(500, 600)

_WORDS: Final = (
    (SMTPNotSupportedError, "the server does not offer it"),
    (SMTPException, "the server ended the connection"),
    (TimeoutError, "no answer in time"),
    (socket.gaierror, "the name of the host is not known"),
)


def answered(step: str, code: int, reply: bytes | str) -> str:
    """Return the words for an answer: `RCPT was answered by 550 5.1.1`."""
    raw = reply if isinstance(reply, bytes) else reply.encode(errors="replace")
    enhanced = _ENHANCED.match(raw.lstrip())
    numbers = f"{code} {enhanced[0].decode()}" if enhanced else str(code)
    return f"{step} was answered by {numbers}"


def refusal(step: str, code: int, reply: bytes | str) -> Undeliverable | Refused:
    """Return what an answer to a recipient or a text means: later, or never."""
    for_good = code in _PERMANENT and code not in _LOGIN_WANTED
    return (Refused if for_good else Undeliverable)(answered(step, code, reply))


@contextmanager
def told_as_undeliverable(step: str) -> Iterator[None]:
    """Turn what the library or the network raises into Undeliverable."""
    try:
        yield
    except SMTPResponseException as failure:
        text = answered(step, failure.smtp_code, failure.smtp_error)
        raise Undeliverable(text) from None
    except (OSError, ValueError) as failure:
        # Without its cause: the text of an error of the library may hold what was to be sent.
        raise Undeliverable(f"{step}: {_why(failure)}") from None


def _why(failure: OSError | ValueError) -> str:
    if isinstance(failure, ssl.SSLCertVerificationError):
        return f"the certificate is not accepted: {failure.verify_message}"
    if isinstance(failure, ssl.SSLError):
        return f"no TLS: {failure.reason}"
    known = (words for kind, words in _WORDS if isinstance(failure, kind))
    return next(known, getattr(failure, "strerror", None) or type(failure).__name__)
