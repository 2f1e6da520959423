"""GetUserAuthFactors: everything that a user could prove himself by."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.find_users import UserFinder
from domain.accounts.relying_party import of_relying_party, relying_party_id
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.store import Store
from domain.ports.users import Standing
from domain.tokens.access import AccessTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthFactors:
    """A user with the names of the factors that he has, in the order of the service model."""

    user: User
    configured: tuple[str, ...]


class GetAuthFactors:
    """Lists factors, whether the pool lets its users begin by them or not."""

    def __init__(self, store: Store, access: AccessTokens, finder: UserFinder) -> None:
        self._store = store
        self._access = access
        self._finder = finder

    def own(self, token: str) -> AuthFactors:
        """Return the caller's factors. Raises NotAuthorizedException, UserNotFoundException."""
        bearer = self._access.user_of(token)
        return self._factors(bearer.pool, bearer.standing, bearer.user)

    def by_admin(self, pool_id: PoolId, username: str) -> AuthFactors:
        """Return a user's factors. Raises ResourceNotFoundException, UserNotFoundException."""
        return self._factors(*self._finder.by_admin_name(pool_id, username))

    def _factors(self, pool: UserPool, standing: Standing, user: User) -> AuthFactors:
        credentials = standing.credentials
        has = {
            "PASSWORD": credentials is not None and credentials.password_hash is not None,
            "EMAIL_OTP": user.is_verified(EMAIL),
            "SMS_OTP": user.is_verified(PHONE_NUMBER),
            "WEB_AUTHN": self._has_passkey(pool, user),
            "SOFTWARE_TOKEN": user.factors.token_verified,
        }
        configured = tuple(factor for factor, is_there in has.items() if is_there)
        return AuthFactors(user=user, configured=configured)

    def _has_passkey(self, pool: UserPool, user: User) -> bool:
        """Whether a passkey is of the pool's relying party."""
        if relying_party_id(pool) is None:
            return False
        with self._store.reading() as unit:
            passkeys = unit.passkeys.of_user(pool.id, user.sub)
        return bool(of_relying_party(pool, passkeys))
