"""InboundFederation: the pool's own function chooses what a provider's word of a user counts for.

Built ahead of federation, so that event and answer stand: nothing calls it as long as a pool has no
identity providers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.triggers import answers
from domain.triggers.hooks import Hooks, Occasion
from domain.triggers.json_size import json_size

LONGEST: Final = 65_536
"""Bytes of all attributes that a function may hand on."""

_TRIGGER: Final = "InboundFederation"
_SOURCE: Final = "InboundFederation_ExternalProvider"
_MEMBER: Final = "userAttributesToMap"


class ProviderType(StrEnum):
    """What kind of provider a user comes from, in the words of the event."""

    OIDC = "OIDC"
    SAML = "SAML"
    FACEBOOK = "Facebook"
    GOOGLE = "Google"
    APPLE = "SignInWithApple"
    AMAZON = "LoginWithAmazon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a provider said, after it was validated.

    `attributes` are those of SAML by name in `samlResponse`, else `tokenResponse`, `idToken` (its
    claims) and `userInfo`. They hold the provider's own tokens.
    """

    provider: str
    type: ProviderType
    attributes: Mapping[str, Mapping[str, object]] = field(repr=False)


class InboundFederation:
    """Asks the function at every federated sign-in, before anything is mapped or stored."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def ask(self, occasion: Occasion, assertion: Assertion) -> Mapping[str, object] | None:
        """Return the provider's attributes that are to be mapped; None for all as they came.

        `occasion` names the user by the provider's subject. Raises what `Hooks.call` raises, and
        InvalidLambdaResponseException for an answer without the attributes or with too many.
        """
        request = {
            "providerName": assertion.provider,
            "providerType": assertion.type.value,
            "attributes": {name: dict(said) for name, said in assertion.attributes.items()},
        }
        answer = self._hooks.call(_TRIGGER, _SOURCE, occasion, request, {_MEMBER: {}})
        if answer is None:
            return None
        if answer.get(_MEMBER) is None:
            raise answers.unreadable(f"{_MEMBER} is missing")
        chosen = answers.members(answer, _MEMBER)
        if json_size(chosen) > LONGEST:
            raise answers.unreadable(f"{_MEMBER} is too long")
        return chosen or None
