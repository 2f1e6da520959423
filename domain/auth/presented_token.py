"""A refresh token that somebody presents: whose it is, and whether it may give tokens now.

Shared by the operations that refresh. The password lock stops none of them (ruling 4); disabling, a
demanded reset and sign-out stop all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain import texts
from domain.accounts.attributes import readable
from domain.auth.standing import check_alive
from domain.catalog import Catalog, Tenancy
from domain.errors import NotAuthorizedException
from domain.model.client import AppClient
from domain.model.device import Device
from domain.model.group_claims import GroupClaims
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.model.user import User
from domain.ports.clock import Clock
from domain.ports.names import Versions
from domain.ports.store import Unit
from domain.ports.users import Standing
from domain.tokens import refresh_token, rotation
from domain.tokens.claims import Subject
from domain.tokens.group_claims import claims_of
from domain.tokens.issuer import TokenIssuer
from domain.tokens.refresh_token import RefreshToken
from domain.tokens.rotation import Use

_NOBODYS: Final = RefreshToken(sub=Sub(""), family_id="", secret=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A refresh token with the sign-in that it was given for."""

    pool: UserPool
    client: AppClient
    user: User
    family: TokenFamily
    token: RefreshToken
    use: Use
    groups: GroupClaims

    @property
    def subject(self) -> Subject:
        """Whom the tokens are about that it gives."""
        attributes = readable(self.pool, self.client, self.user)
        return Subject(user=self.user, attributes=attributes, groups=self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What there is under a refresh token, before anything is said about it."""

    tenancy: Tenancy
    token: RefreshToken
    standing: Standing
    device: Device | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    standing: Standing
    device: Device | None

    @property
    def versions(self) -> Versions:
        return self.standing.versions


class PresentedTokens:
    """Reads refresh tokens; never writes."""

    def __init__(self, catalog: Catalog, issuer: TokenIssuer, clock: Clock) -> None:
        self._catalog = catalog
        self._issuer = issuer
        self._clock = clock

    def look(
        self,
        token: str,
        device_key: str | None,
        client_id: ClientId,
        pool_id: PoolId | None = None,
    ) -> Looked:
        """Read what a decision about the token needs.

        One statement; for a family that is bound to the device which was named, two. Raises
        ResourceNotFoundException for an unknown client, or one of another pool than `pool_id`.
        """
        claimed = refresh_token.parse(token) or _NOBODYS

        def read(unit: Unit, tenancy: Tenancy) -> _Read:
            pool_id, sub = tenancy.pool.id, claimed.sub
            standing = unit.users.standing(
                pool_id, sub, tenancy.client.id, claimed.family_id, with_memberships=True
            )
            family, device = standing.family, None
            if family is not None and family.device_key and family.device_key == device_key:
                device = unit.devices.get(pool_id, sub, family.device_key)
            return _Read(standing=standing, device=device)

        tenancy, found = self._catalog.read(client_id, read, pool_id)
        return Looked(tenancy=tenancy, token=claimed, standing=found.standing, device=found.device)

    def owned(self, looked: Looked) -> Presented:
        """Return the token with its sign-in.

        One text for all that is unknown, foreign, altered or sent from another device than that of
        the sign-in (rulings 17 and 20). Raises NotAuthorizedException.
        """
        pool, client = looked.tenancy.pool, looked.tenancy.client
        user, family = looked.standing.user, looked.standing.family
        if (
            user is None
            or family is None
            or not self._issuer.issued(pool, looked.token, family)
            or family.client_id != client.id
            or (family.device_key is not None and looked.device is None)
        ):
            raise NotAuthorizedException(texts.REFRESH_TOKEN_INVALID)
        use = rotation.use_of(family, looked.token, self._clock.now_ms())
        return Presented(
            pool=pool,
            client=client,
            user=user,
            family=family,
            token=looked.token,
            use=use,
            groups=claims_of(looked.standing.memberships),
        )

    def check_alive(self, presented: Presented) -> None:
        """Refuse if the user may have no tokens, or his sign-in is over.

        Raises NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException.
        """
        check_alive(presented.user)
        if presented.family.revoked_at_ms is not None:
            raise NotAuthorizedException(texts.REFRESH_TOKEN_REVOKED)
        if presented.family.expires_at_ms <= self._clock.now_ms():
            raise NotAuthorizedException(texts.REFRESH_TOKEN_EXPIRED)
