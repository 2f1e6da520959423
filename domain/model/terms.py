"""Terms documents: where the pages of a client link to its terms of use and privacy policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.model.identifiers import ClientId, PoolId
from domain.model.item import Kind

NAMES: Final = ("terms-of-use", "privacy-policy")
"""The documents that a client may have, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One document of a client: addresses by language ("cognito:default", "cognito:german")."""

    id: str
    pool_id: PoolId
    client_id: ClientId
    name: str
    links: Mapping[str, str]
    created_at_ms: int
    modified_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPlace:
    """Which document is a client's of one name; the key says whose and which."""

    terms_id: str


TERMS: Final = Kind("terms", Terms)
TERMS_PLACES: Final = Kind("terms of client", TermsPlace)


def place_of(client_id: ClientId, name: str) -> str:
    """Return the key of a place."""
    return f"{client_id}/{name}"
