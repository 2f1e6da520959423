"""PreTokenGeneration: the pool's own function changes what the tokens of a user say.

The pool chooses the form of event and answer: V1_0 knows the ID token and texts alone, V2_0 and
V3_0 both tokens, scopes and any JSON. What may not be changed is decided by domain.tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.model.group_claims import GroupClaims
from domain.model.pool import UserPool
from domain.model.token_changes import UNCHANGED, ClaimChanges, TokenChanges
from domain.model.user import User
from domain.triggers import answers
from domain.triggers.hooks import Hooks, Occasion, client_metadata, user_attributes
from domain.triggers.json_size import json_size

AUTHENTICATION: Final = "TokenGeneration_Authentication"
NEW_PASSWORD: Final = "TokenGeneration_NewPasswordChallenge"
DEVICE: Final = "TokenGeneration_AuthenticateDevice"
REFRESH: Final = "TokenGeneration_RefreshTokens"
CLIENT_CREDENTIALS: Final = "TokenGeneration_ClientCredentials"

LONGEST: Final = 8_192
"""Bytes that groups and what a function adds may have in one token; ours are not read beyond
16,384, and a third of that is their encoding."""

_TRIGGER: Final = "PreTokenGeneration"
_V1: Final = "V1_0"
_V3: Final = "V3_0"
_DETAILS: Final = "claimsOverrideDetails"
_DETAILS_WITH_SCOPES: Final = "claimsAndScopeOverrideDetails"
_GROUPS: Final = "groupOverrideDetails"
_ADDED: Final = "claimsToAddOrOverride"
_SCOPE_CHARACTERS: Final = frozenset(map(chr, range(0x21, 0x7F))) - {'"', "\\"}
"""Those of a scope in RFC 6749, 3.3: a blank would make one scope two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who is to get tokens, and what they would say; a client by itself has no user."""

    user: User | None
    groups: GroupClaims
    scopes: tuple[str, ...]


def changes_tokens(pool: UserPool) -> bool:
    """Whether the pool names a function that tokens are to be shown to."""
    return _TRIGGER in pool.triggers


def changes_client_tokens(pool: UserPool) -> bool:
    """Whether that function hears of a client's own tokens too: in its third form alone."""
    return changes_tokens(pool) and pool.token_trigger_version == _V3


class PreTokenGeneration:
    """Asks the function; its failure leaves the user without tokens."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def ask(
        self, source: str, occasion: Occasion, holder: Holder, metadata: Mapping[str, str]
    ) -> TokenChanges:
        """Return what the function changes, nothing where the pool names none for the source.

        Of a client's own tokens only V3_0 hears. Raises what `Hooks.call` raises, and
        InvalidLambdaResponseException for an answer that is none or too long.
        """
        pool = occasion.pool
        form = pool.token_trigger_version
        hears = changes_client_tokens if source == CLIENT_CREDENTIALS else changes_tokens
        if not hears(pool):
            return UNCHANGED
        request = {**_request(pool, holder), **client_metadata(metadata)}
        member = _DETAILS if form == _V1 else _DETAILS_WITH_SCOPES
        answer = self._hooks.call(_TRIGGER, source, occasion, request, {member: None})
        if answer is None or answer.get(member) is None:
            return UNCHANGED
        details = answers.members(answer, member)
        changes = _for_id_token(details) if form == _V1 else _for_both(details)
        _check_length(changes, holder.groups)
        return changes


def _request(pool: UserPool, holder: Holder) -> dict[str, object]:
    own = holder.groups
    request: dict[str, object] = {
        "userAttributes": user_attributes(pool, holder.user) if holder.user else {},
        "groupConfiguration": {
            "groupsToOverride": list(own.groups),
            "iamRolesToOverride": list(own.roles),
            "preferredRole": own.preferred_role,
        },
    }
    if pool.token_trigger_version != _V1:
        request["scopes"] = list(holder.scopes)
    return request


def _for_id_token(details: answers.Answer) -> TokenChanges:
    added = answers.texts_of(details, _ADDED)
    answers.named(added, _ADDED)
    claims = ClaimChanges(
        add=added,
        suppress=frozenset(answers.names(details, "claimsToSuppress")),
    )
    return TokenChanges(identity=claims, groups=_groups(details))


def _for_both(details: answers.Answer) -> TokenChanges:
    access = answers.members(details, "accessTokenGeneration")
    return TokenChanges(
        identity=_claims(answers.members(details, "idTokenGeneration")),
        access=_claims(access),
        scopes_to_add=_scopes(access, "scopesToAdd"),
        scopes_to_suppress=frozenset(_scopes(access, "scopesToSuppress")),
        groups=_groups(details),
    )


def _claims(given: answers.Answer) -> ClaimChanges:
    added = answers.members(given, _ADDED)
    answers.named(added, _ADDED)
    return ClaimChanges(
        add=added,
        suppress=frozenset(answers.names(given, "claimsToSuppress")),
    )


def _groups(details: answers.Answer) -> GroupClaims | None:
    """Return the groups that take the place of all; null and nothing take them away.

    Only where the member itself is absent does the user keep his own.
    """
    if _GROUPS not in details:
        return None
    given = answers.members(details, _GROUPS)
    groups = answers.names(given, "groupsToOverride")
    answers.named(groups, _GROUPS)
    return GroupClaims(
        groups=groups,
        roles=answers.names(given, "iamRolesToOverride"),
        preferred_role=answers.text(given, "preferredRole"),
    )


def _scopes(given: answers.Answer, name: str) -> tuple[str, ...]:
    scopes = answers.names(given, name)
    if not all(scope and _SCOPE_CHARACTERS.issuperset(scope) for scope in scopes):
        raise answers.unreadable(f"an entry of {name} is no scope")
    return scopes


def _check_length(changes: TokenChanges, own: GroupClaims) -> None:
    """Refuse what cannot be written into a token, or would make one that is not read any more."""
    groups = own if changes.groups is None else changes.groups
    shared = json_size(groups.groups)
    roles = json_size((*groups.roles, groups.preferred_role or ""))
    identity = json_size(changes.identity.add) + shared + roles
    access = json_size(changes.access.add) + json_size(changes.scopes_to_add) + shared
    if max(identity, access) > LONGEST:
        raise answers.unreadable("a token would be too long")
