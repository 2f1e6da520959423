"""Tokens of ours that are presented to be exchanged: what they say, and whether to believe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.errors import NotAuthorizedException
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.ports.bundle import Deployment
from domain.ports.clock import Clock
from domain.ports.signer import BadSignature, Signer, UnknownKey, VerifiedToken
from domain.tokens import claim_values

LONGEST: Final = 16_384
"""Characters of a token that is read at all."""

_CARRIED: Final = ("acr", "amr", "auth_time", "event_id")


class Part(StrEnum):
    """Which part a presented token plays, as refusals name it."""

    SUBJECT = "Subject"
    ACTOR = "Actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A token of ours that was signed by us and has not expired.

    Whether what it tells of is still so, the store knows. `carried` are claims about the sign-in
    behind it, and `actors` is its claim `act`: who acts for the subject already.
    """

    pool_id: PoolId
    client_id: ClientId
    sub: Sub
    family_id: str | None
    issued_at_s: int
    expires_at_s: int
    scopes: tuple[str, ...]
    carried: Mapping[str, object] = field(default_factory=dict)
    actors: Mapping[str, object] | None = None

    @property
    def is_of_client(self) -> bool:
        """Whether a client got it for itself: there is no user then."""
        return str(self.sub) == str(self.client_id)


class EvidenceReader:
    """Reads tokens. They are found out by their signature, never by what they say of themselves."""

    def __init__(self, signer: Signer, clock: Clock, deployment: Deployment) -> None:
        self._signer = signer
        self._clock = clock
        self._deployment = deployment

    def read(self, token: str, use: str, part: Part) -> Evidence:
        """Return what a token says; `use` is "access" or "id".

        Raises NotAuthorizedException for one that is not ours, of another use, or expired.
        """
        try:
            evidence = self._evidence(self._verified(token), use)
        except (UnknownKey, BadSignature, claim_values.BadClaim) as bad:
            raise NotAuthorizedException(f"Invalid {part} Token") from bad
        if evidence.expires_at_s * 1000 <= self._clock.now_ms():
            raise NotAuthorizedException(f"{part} Token has expired")
        return evidence

    def _verified(self, token: str) -> VerifiedToken:
        # The length is bounded before anything is decoded (class of Authlib CVE-2025-61920).
        if len(token) > LONGEST:
            raise UnknownKey
        return self._signer.verify(token)

    def _evidence(self, token: VerifiedToken, use: str) -> Evidence:
        claims = token.claims
        if (
            token.use != use
            or claims.get("token_use") != use
            or claims.get("iss") != self._deployment.issuer(token.pool_id)
        ):
            raise claim_values.BadClaim("iss")
        text = claim_values.text
        is_access = use == "access"
        # An ID token names its client in `aud`, and where it was derived for a service, in `azp`.
        holder = "client_id" if is_access else "azp" if "azp" in claims else "aud"
        return Evidence(
            pool_id=token.pool_id,
            client_id=ClientId(text(claims, holder)),
            sub=Sub(text(claims, "sub")),
            family_id=claim_values.text_or_none(claims, "origin_jti"),
            issued_at_s=claim_values.whole_number(claims, "iat"),
            expires_at_s=claim_values.whole_number(claims, "exp"),
            scopes=tuple(text(claims, "scope").split()) if is_access else (),
            carried={name: claims[name] for name in _CARRIED if name in claims},
            actors=_actors(claims),
        )


def _actors(claims: Mapping[str, object]) -> Mapping[str, object] | None:
    actors = claims.get("act")
    if actors is not None and not isinstance(actors, dict):
        raise claim_values.BadClaim("act")
    return actors
