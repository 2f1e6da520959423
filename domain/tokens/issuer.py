"""Issuing tokens: a new family at the end of a sign-in, new ID and access tokens at a refresh."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model.client import AppClient
from domain.model.factors import Factor
from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.token import ClientToken, DerivedToken, IssuedTokens, NewestToken, TokenFamily
from domain.model.token_changes import TokenChanges
from domain.ports.bundle import Deployment
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.sealer import Sealer
from domain.ports.signer import Signer
from domain.tokens import derived_claims, rotation
from domain.tokens.claims import Issue, Subject, access_claims, id_claims
from domain.tokens.client_claims import client_claims
from domain.tokens.derived_claims import Derivation, Stamp
from domain.tokens.refresh_token import RefreshToken

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFamily:
    """A family to be stored, with the refresh token that only its owner gets to see."""

    family: TokenFamily
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What a family is to keep of its newest refresh token, and that token for its owner."""

    newest: NewestToken
    refresh_token: str = field(repr=False)


class TokenIssuer:
    """Makes tokens. Whoever calls it decided that the user may have them, and stores families."""

    def __init__(
        self,
        signer: Signer,
        sealer: Sealer,
        clock: Clock,
        entropy: Entropy,
        deployment: Deployment,
    ) -> None:
        self._sealer = sealer
        self._signer = signer
        self._clock = clock
        self._entropy = entropy
        self._deployment = deployment

    def new_family(
        self,
        pool: UserPool,
        client: AppClient,
        sub: Sub,
        proven: tuple[Factor, ...],
        device_key: str | None = None,
        event_id: str | None = None,
    ) -> NewFamily:
        """Begin a family for a sign-in that is finished now. It lives as the client says.

        `event_id` is that of the sign-in, where it is recorded.
        """
        now_ms = self._clock.now_ms()
        secret = self._entropy.bytes(_SECRET_BYTES)
        token = RefreshToken(sub=sub, family_id=self._entropy.uuid(), secret=secret)
        family = TokenFamily(
            pool_id=pool.id,
            sub=sub,
            id=token.family_id,
            client_id=client.id,
            event_id=event_id or self._entropy.uuid(),
            token_digest=token.digest(pool, self._sealer),
            authenticated_at_ms=now_ms,
            expires_at_ms=now_ms + client.refresh_token_s * 1000,
            device_key=device_key,
            proven=proven,
        )
        return NewFamily(family=family, refresh_token=token.text())

    def issued(self, pool: UserPool, token: RefreshToken, family: TokenFamily) -> bool:
        """Whether the family of this pool was given this refresh token, now or earlier."""
        return token.is_of(family, pool, self._sealer)

    def rotate(
        self, pool: UserPool, client: AppClient, family: TokenFamily, given: RefreshToken
    ) -> Rotated:
        """Make the refresh token that takes the place of the newest, for one that may refresh.

        It lives no longer than the family does. Stored, it is the newest: see `rotation`.
        """
        token = RefreshToken(
            sub=family.sub,
            family_id=family.id,
            secret=self._entropy.bytes(_SECRET_BYTES),
            generation=family.generation + 1,
            parent=given.generation,
        ).tagged(pool, self._sealer)
        newest = NewestToken(
            generation=token.generation,
            digest=token.digest(pool, self._sealer),
            graces=rotation.graces_after(
                family, given, self._clock.now_ms(), client.grace_period_s
            ),
        )
        return Rotated(newest=newest, refresh_token=token.text())

    def issue(
        self,
        pool: UserPool,
        client: AppClient,
        subject: Subject,
        family: TokenFamily,
    ) -> IssuedTokens:
        """Sign ID and access token of a family, which tell of its user as he is now."""
        issue = Issue(
            issuer=self._deployment.issuer(pool.id),
            pool=pool,
            client=client,
            subject=subject,
            family=family,
            now_ms=self._clock.now_ms(),
        )
        access = access_claims(issue, self._entropy.uuid())
        identity = id_claims(issue, self._entropy.uuid())
        return IssuedTokens(
            access_token=self._signer.sign(pool.id, "access", access),
            id_token=self._signer.sign(pool.id, "id", identity),
            expires_in_s=client.access_token_s,
        )

    def issue_to_client(
        self, pool: UserPool, client: AppClient, scopes: tuple[str, ...], changes: TokenChanges
    ) -> ClientToken:
        """Sign an access token of the client by itself."""
        claims = client_claims(
            client,
            scopes,
            changes,
            issuer=self._deployment.issuer(pool.id),
            jti=self._entropy.uuid(),
            now_ms=self._clock.now_ms(),
        )
        return ClientToken(
            access_token=self._signer.sign(pool.id, "access", claims),
            expires_in_s=client.access_token_s,
        )

    def issue_derived(self, pool: UserPool, derivation: Derivation, use: str) -> DerivedToken:
        """Sign a token that another was exchanged for; `use` is "access" or "id"."""
        is_access, client = use == "access", derivation.client
        now_s = self._clock.now_ms() // 1000
        lifetime_s = client.access_token_s if is_access else client.id_token_s
        stamp = Stamp(
            issuer=self._deployment.issuer(pool.id),
            jti=self._entropy.uuid(),
            now_s=now_s,
            expires_at_s=min(now_s + lifetime_s, derivation.expires_at_s),
        )
        claims_of = derived_claims.access_claims if is_access else derived_claims.id_claims
        return DerivedToken(
            token=self._signer.sign(pool.id, use, claims_of(derivation, stamp)),
            use=use,
            expires_in_s=stamp.expires_at_s - now_s,
            scopes=tuple(derived_claims.granted(derivation).split()) if is_access else (),
        )
