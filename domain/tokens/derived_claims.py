"""What a derived token says (RFC 8693): the subject as before, for whom it is, and who acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.client import AppClient
from domain.tokens import overrides
from domain.tokens.claims import SELF_SERVICE_SCOPE, Subject, attribute_claims
from domain.tokens.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One exchange: the client that gets the token, about whom, on what evidence, for whom.

    `actors` becomes the claim `act`; `expires_at_s` is when the first of the tokens expires that it
    rests on.
    """

    client: AppClient
    subject: Subject
    evidence: Evidence
    scopes: tuple[str, ...] = ()
    audience: str | None = None
    actors: Mapping[str, object] | None = field(default=None, repr=False)
    expires_at_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who issues a token, under what id, from when until when (seconds since 1970)."""

    issuer: str
    jti: str
    now_s: int
    expires_at_s: int


def granted(derivation: Derivation) -> str:
    """Return the claim `scope`.

    The scope of self-service is never passed on: the token is for a service, and what the service
    is given must not let it change the user's own account.
    """
    changes = derivation.subject.changes
    not_passed_on = changes.scopes_to_suppress | {SELF_SERVICE_SCOPE}
    return overrides.scope(derivation.scopes, changes.scopes_to_add, not_passed_on)


def access_claims(derivation: Derivation, stamp: Stamp) -> dict[str, object]:
    """Return the claims of an access token, which names a service in `aud` if it is for one."""
    claims = {
        **_common(derivation, stamp),
        **derivation.subject.told_groups.for_access(),
        "client_id": derivation.client.id,
        "token_use": "access",
        "scope": granted(derivation),
        "username": derivation.subject.user.username,
    }
    if derivation.audience is not None:
        claims["aud"] = derivation.audience
    return overrides.changed(claims, derivation.subject.changes.access)


def id_claims(derivation: Derivation, stamp: Stamp) -> dict[str, object]:
    """Return the claims of an ID token; where it is for a service, `azp` names the client."""
    claims = {
        **attribute_claims(derivation.subject),
        **_common(derivation, stamp),
        **derivation.subject.told_groups.for_identity(),
        "aud": derivation.audience or derivation.client.id,
        "token_use": "id",
        "cognito:username": derivation.subject.user.username,
    }
    if derivation.audience is not None:
        claims["azp"] = derivation.client.id
    return overrides.changed(claims, derivation.subject.changes.identity)


def _common(derivation: Derivation, stamp: Stamp) -> dict[str, object]:
    evidence = derivation.evidence
    claims: dict[str, object] = {
        **evidence.carried,
        "sub": derivation.subject.user.sub,
        "iss": stamp.issuer,
        "iat": stamp.now_s,
        "exp": stamp.expires_at_s,
    }
    if derivation.client.enable_token_revocation:
        claims["jti"] = stamp.jti
        if evidence.family_id is not None:
            claims["origin_jti"] = evidence.family_id
    if derivation.actors is not None:
        claims["act"] = derivation.actors
    return claims
