"""What a pool's own function changes about tokens, short of what tokens must be trusted for.

Reserved token claims are left alone without a word, in both tokens and whether they were to be
added or left out (ruling 26): a function must not be able to make its user another one, or his
token another client's (SEC-40).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.model.token_changes import ClaimChanges

RESERVED: Final = frozenset(
    {
        "acr",
        "act",
        "amr",
        "at_hash",
        "aud",
        "auth_time",
        "azp",
        "c_hash",
        "client_id",
        "device_key",
        "event_id",
        "exp",
        "iat",
        "identities",
        "iss",
        "jti",
        "nbf",
        "nonce",
        "origin_jti",
        "scope",
        "sub",
        "token_use",
        "username",
        "version",
    }
)
RESERVED_PREFIXES: Final = ("cognito:", "dev:")


def changed(claims: dict[str, object], changes: ClaimChanges) -> dict[str, object]:
    """Return the claims as the function wants them."""
    if not (changes.add or changes.suppress):
        return claims
    added = {name: value for name, value in changes.add.items() if not _is_reserved(name)}
    return {
        name: value
        for name, value in {**claims, **added}.items()
        if name not in changes.suppress or _is_reserved(name)
    }


def scope(own: Iterable[str], add: Iterable[str], suppress: frozenset[str]) -> str:
    """Return the claim: what is kept of a sign-in's own scopes, then what is added, each once."""
    wanted = (each for each in (*own, *add) if each not in suppress)
    return " ".join(dict.fromkeys(wanted))


def _is_reserved(name: str) -> bool:
    # Some readers of JSON do not heed case: to them "SUB" would be the claim itself.
    folded = name.casefold()
    return folded in RESERVED or folded.startswith(RESERVED_PREFIXES)
