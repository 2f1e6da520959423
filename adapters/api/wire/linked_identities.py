"""Reading whom the operations on linked identities are about."""

from __future__ import annotations

from adapters.api.wire import model as w
from adapters.api.wire.missing import missing
from domain.accounts.linked_identities import NamedIdentity
from domain.model.identity import SUBJECT


def named(user: w.ProviderUserIdentifierType, path: str) -> NamedIdentity:
    """Return whom a member names.

    Raises InvalidParameterException where it lacks provider or value, which the model would allow.
    """
    absent = [
        f"{path}.{name[0].lower()}{name[1:]}"
        for name in ("ProviderName", "ProviderAttributeValue")
        if name not in user
    ]
    if absent:
        raise missing(*absent)
    return NamedIdentity(
        provider=user["ProviderName"],
        attribute=user.get("ProviderAttributeName") or SUBJECT,
        value=user["ProviderAttributeValue"],
    )
