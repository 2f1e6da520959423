"""AuthParameters and ChallengeResponses: which keys must be there, and how long values may be.

The model lets any value have 131,072 characters. What no user can have as a name or a password is
refused before anything is looked up, hashed, sealed into a Session or told to a function (SEC-14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from domain import texts
from domain.accounts.attributes import VALUE_MAX
from domain.accounts.password_policy import LONGEST as PASSWORD_MAX
from domain.errors import InvalidParameterException
from domain.model.device import KEY_LENGTH_MAX

_LONGEST: Final[Mapping[str, int]] = {
    "USERNAME": VALUE_MAX,
    "PASSWORD": PASSWORD_MAX,
    "NEW_PASSWORD": PASSWORD_MAX,
    "DEVICE_KEY": KEY_LENGTH_MAX,
}


def require(answers: Mapping[str, str], keys: Iterable[str]) -> None:
    """Refuse answers that lack one of the keys, or where a name or password is too long.

    Also where nobody asked for it: steps look at what may come before it is due. Raises
    InvalidParameterException.
    """
    for key in keys:
        if not answers.get(key):
            raise InvalidParameterException(texts.missing_parameter(key))
    for key, longest in _LONGEST.items():
        if len(answers.get(key, "")) > longest:
            raise InvalidParameterException(texts.too_long(key, longest))


def username_in(answers: Mapping[str, str]) -> str:
    """Return USERNAME, or "" in place of one that `require` will refuse.

    For the look-up that comes first, because client and flow are asked before the parameters.
    """
    username = answers.get("USERNAME", "")
    return username if len(username) <= VALUE_MAX else ""
