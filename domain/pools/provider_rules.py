"""What a provider may be called, and which attributes it may bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.identity_provider import ProviderType
from domain.model.pool import UserPool

USERNAME: Final = "username"
"""The key of an attribute mapping that says which claim names the user."""

_SUBJECTS: Final[Mapping[ProviderType, str]] = {
    ProviderType.FACEBOOK: "id",
    ProviderType.GOOGLE: "sub",
    ProviderType.AMAZON: "user_id",
    ProviderType.APPLE: "sub",
}
"""The claim that names the user where a service has only one. They are called as their type is."""

_OWN: Final = "cognito"
_UNWRITABLE: Final = frozenset({"sub", "identities"})


def check_name(of_type: ProviderType, name: str) -> None:
    """Refuse a name that stands for something else. Raises InvalidParameterException.

    A service that there is once is called as its type: clients name it so, and user names begin
    with it.
    """
    if name.casefold() == _OWN:
        raise InvalidParameterException(f"{name} is a reserved provider name.")
    is_single = of_type in _SUBJECTS
    if name in set(_SUBJECTS) - {of_type} or (is_single and name != of_type):
        raise InvalidParameterException(f"Provider {name} cannot be of type {of_type}.")


def complete_mapping(
    pool: UserPool, of_type: ProviderType, given: Mapping[str, str]
) -> dict[str, str]:
    """Return the attribute mapping, with who the user is where the service says it one way only.

    Raises InvalidParameterException for an attribute that the pool does not have, and for one that
    nobody may write.
    """
    for name in given:
        known = name == USERNAME or pool.attribute(name) is not None
        if not known or name in _UNWRITABLE:
            raise InvalidParameterException(f"Attribute {name} cannot be mapped.")
    subject = _SUBJECTS.get(of_type)
    return {**given} if subject is None else {USERNAME: subject, **given}


def check_levels(of_type: ProviderType, levels: Mapping[str, str] | None) -> None:
    """Refuse ACR values of a provider that knows none. Raises InvalidParameterException."""
    if levels is not None and of_type is not ProviderType.OIDC:
        raise InvalidParameterException("AcrMapping is supported for OIDC providers only.")
