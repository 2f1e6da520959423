"""Identities: who somebody is at an identity provider, as a user of a pool is known by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.model.identity_provider import ProviderType

SUBJECT: Final = "Cognito_Subject"
"""What the provider itself calls its user by, whichever claim that is."""

IDENTITIES: Final = "identities"
"""The attribute in which a user's identities are shown. Nobody writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One identity of a user: at this provider, the attribute has the value.

    `attribute` is SUBJECT, or the attribute of the pool that a claim of the provider is mapped to.
    The user was made for his `primary` identity; all others are links that an administrator set.
    `issuer` is the entity id of a SAML provider that he has signed in through.
    """

    provider: str
    type: ProviderType
    attribute: str = SUBJECT
    value: str = field(repr=False)
    issuer: str | None = None
    primary: bool = False
    since_ms: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other identity of the pool has."""
        return self.provider, self.attribute, self.value


def as_attribute(identities: Sequence[Identity]) -> str:
    """Return the identities as the text of an attribute, which is JSON."""
    return f"[{','.join(map(_object, identities))}]"


def as_claim(identities: Sequence[Identity]) -> list[dict[str, str | None]]:
    """Return the identities as a token has them: flags and instants are text there."""
    return [
        {
            "userId": each.value,
            "providerName": each.provider,
            "providerType": each.type.value,
            "issuer": each.issuer,
            "primary": "true" if each.primary else "false",
            "dateCreated": str(each.since_ms),
        }
        for each in identities
    ]


def _object(identity: Identity) -> str:
    issuer = "null" if identity.issuer is None else _text(identity.issuer)
    members = {
        "userId": _text(identity.value),
        "providerName": _text(identity.provider),
        "providerType": _text(identity.type.value),
        "issuer": issuer,
        "primary": "true" if identity.primary else "false",
        "dateCreated": str(identity.since_ms),
    }
    return f"{{{','.join(f'{_text(name)}:{value}' for name, value in members.items())}}}"


def _text(text: str) -> str:
    """Return a text as JSON has it.

    Written here because it is a user's attribute, which every reader of users shows, and the domain
    knows no format's library.
    """
    return f'"{text.translate(_ESCAPES)}"'


_ESCAPES: Final = str.maketrans(
    {**{chr(code): f"\\u{code:04x}" for code in range(0x20)}, '"': '\\"', "\\": "\\\\"}
)
