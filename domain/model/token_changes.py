"""What a pool's own function wants changed about the tokens of one issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.group_claims import GroupClaims


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChanges:
    """Token claims to be added or replaced, as JSON values, and names to be left out.

    What is both is left out.
    """

    add: Mapping[str, object] = field(default_factory=dict, repr=False)
    suppress: frozenset[str] = frozenset()


AS_THEY_ARE = ClaimChanges()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenChanges:
    """All that PreTokenGeneration can change; `groups` take the place of the user's own."""

    identity: ClaimChanges = AS_THEY_ARE
    access: ClaimChanges = AS_THEY_ARE
    scopes_to_add: tuple[str, ...] = ()
    scopes_to_suppress: frozenset[str] = frozenset()
    groups: GroupClaims | None = None


UNCHANGED = TokenChanges()
