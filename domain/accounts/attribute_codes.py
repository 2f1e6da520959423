"""Codes that prove an attribute: of which purpose they are, and how they come to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.accounts.attributes import VERIFIABLE
from domain.accounts.endings import void_code
from domain.errors import InvalidParameterException
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.code import CodePurpose
from domain.model.user import User
from domain.ports.store import Unit

VERIFYING: Final[Mapping[str, CodePurpose]] = {
    EMAIL: CodePurpose.VERIFY_EMAIL,
    PHONE_NUMBER: CodePurpose.VERIFY_PHONE_NUMBER,
}
"""What proves the value that the user has."""

CHANGING: Final[Mapping[str, CodePurpose]] = {
    EMAIL: CodePurpose.CHANGE_EMAIL,
    PHONE_NUMBER: CodePurpose.CHANGE_PHONE_NUMBER,
}
"""What proves a value that waits, and gives it to the user.

A purpose of its own: a code that went to an address which somebody replaced since must never bring
that address back (SEC-20).
"""


_NOT_VERIFIABLE: Final = "Invalid attribute name. Only phone_number and email can be verified."


def require_verifiable(attribute: str) -> None:
    """Refuse an attribute that no code is sent for. Raises InvalidParameterException."""
    if attribute not in VERIFIABLE:
        raise InvalidParameterException(_NOT_VERIFIABLE)


def void_attribute_codes(unit: Unit, user: User, attribute: str) -> None:
    """Make every code of the attribute worthless, and with it a value that waits.

    In the order of who sends another code, so that the two never wait for each other.
    """
    void_code(unit, user, CHANGING[attribute])
    void_code(unit, user, VERIFYING[attribute])
