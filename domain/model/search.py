"""What users of a pool can be searched by, and the form in which values are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.identifiers import Sub
from domain.model.user import User


class Searched(StrEnum):
    """What a search may name, as it is written in a filter."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE_NUMBER = "phone_number"
    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    PREFERRED_USERNAME = "preferred_username"
    USER_STATUS = "cognito:user_status"
    STATUS = "status"
    """Whether the user is enabled; where he stands is `USER_STATUS`."""
    SUB = "sub"


COMPARED_BYTES: Final = 1_024
"""Bytes of UTF-8 by which values are told apart: an index takes no more, nor a page token.

A filter has 256 characters; only letters that become three in folding make more of them.
"""

_EXACT: Final = frozenset({Searched.USERNAME, Searched.STATUS, Searched.SUB})
_NO_NUL: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Users whose value is `value`, or begins with it; `value` has the form that is compared."""

    attribute: Searched
    value: str = field(repr=False)
    is_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a user stands in the order of a listing: by compared value, then by `sub`.

    Both ascend by code points. Where nothing is searched every value is "".
    """

    value: str = field(default="", repr=False)
    sub: Sub


def compared(attribute: Searched, text: str) -> str:
    """Return the form of a text in which it is compared with others.

    Case counts where the service says so. U+0000 has no place in some databases.
    """
    form = text if attribute in _EXACT else text.casefold()
    cut = form.replace("\0", _NO_NUL).encode()[:COMPARED_BYTES]
    return cut.decode(errors="ignore")


def searched_values(user: User) -> dict[Searched, str]:
    """Return what the user can be found by, in the form that is compared; never a blank value."""
    values = {
        **{attribute: user.attributes.get(attribute, "") for attribute in Searched},
        Searched.USERNAME: user.username,
        Searched.USER_STATUS: user.status.value,
        Searched.STATUS: "Enabled" if user.enabled else "Disabled",
        Searched.SUB: user.sub,
    }
    return {attribute: compared(attribute, text) for attribute, text in values.items() if text}


def place_of(user: User, search: Search | None) -> Place:
    """Return where a user whom the search finds stands in its order."""
    value = "" if search is None else searched_values(user)[search.attribute]
    return Place(value=value, sub=user.sub)


def finds(search: Search, user: User) -> bool:
    """Whether the search finds the user."""
    value = searched_values(user).get(search.attribute)
    if value is None:
        return False
    return value.startswith(search.value) if search.is_prefix else value == search.value
