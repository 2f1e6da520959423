"""AssociateSoftwareToken and VerifySoftwareToken by a user who is signed in.

A token that he has stays in force until the new one is proven.
"""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.accounts.limits import VERIFY_SOFTWARE_TOKEN
from domain.accounts.retry import once_more
from domain.accounts.software_token import (
    SoftwareTokenProof,
    check_name,
    check_offered,
    registered,
)
from domain.crypto import totp
from domain.errors import (
    ConcurrentModificationException,
    SoftwareTokenMFANotFoundException,
    TooManyRequestsException,
)
from domain.model import contexts
from domain.model.pending import SOFTWARE_TOKEN, PendingValue
from domain.ports.bundle import Ports
from domain.ports.sealer import SealBroken
from domain.tokens.access import AccessTokens, Bearer

_LIFETIME_MS: Final = 3_600_000


class RegisterSoftwareToken:
    """Gives out secrets and takes their proofs."""

    def __init__(self, ports: Ports, access: AccessTokens) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._access = access
        self._proof = SoftwareTokenProof(ports.sealer, ports.entropy)

    def associate(self, token: str) -> str:
        """Return a new secret as base32, which waits an hour to be proven.

        Raises NotAuthorizedException (also for the token of a deleted user, ruling 22),
        SoftwareTokenMFANotFoundException where the pool has no software tokens,
        ConcurrentModificationException.
        """
        return once_more(lambda: self._associate(token), ConcurrentModificationException)

    def verify(self, token: str, code: str, name: str | None) -> None:
        """Put the secret in place of the user's earlier one, if the code is of it.

        It is not switched on by that (recorded). Raises NotAuthorizedException,
        UserNotFoundException, SoftwareTokenMFANotFoundException if nothing waits,
        EnableSoftwareTokenMFAException for a wrong code, TooManyRequestsException for too many of
        them (ruling 38), InvalidParameterException.
        """
        check_name(name)
        once_more(lambda: self._verify(token, code, name))

    def _associate(self, token: str) -> str:
        bearer = self._access.living_user_of(token)
        check_offered(bearer.pool)
        user = bearer.user
        secret = self._proof.new_secret()
        context = contexts.pending(user.pool_id, user.sub, SOFTWARE_TOKEN)
        value = PendingValue(
            pool_id=user.pool_id,
            sub=user.sub,
            name=SOFTWARE_TOKEN,
            sealed=self._sealer.seal(bearer.pool.keys, context, secret),
            expires_at_ms=self._clock.now_ms() + _LIFETIME_MS,
        )
        with self._store.writing() as unit:
            # That he is there still: of a deleted user nothing may be left (SEC-80).
            unit.users.save(user)
            unit.pending.put(value)
        return totp.to_text(secret)

    def _verify(self, token: str, code: str, name: str | None) -> None:
        bearer = self._access.user_of(token)
        check_offered(bearer.pool)
        user, now_ms = bearer.user, self._clock.now_ms()
        secret = self._waiting(bearer, now_ms)
        with self._store.writing() as unit:
            counted = unit.budgets.spend(user.pool_id, user.sub, VERIFY_SOFTWARE_TOKEN, now_ms)
        if not counted:
            raise TooManyRequestsException(texts.ATTEMPT_LIMIT_EXCEEDED)
        proven = self._proof.proven(bearer.pool, user, secret, code, now_ms)
        with self._store.writing() as unit:
            # Of two answers, or an answer and a newer secret, one finds the user as it read him.
            unit.users.save(registered(user, name, now_ms))
            unit.software_tokens.put(proven)
            unit.pending.take(user.pool_id, user.sub, SOFTWARE_TOKEN)

    def _waiting(self, bearer: Bearer, now_ms: int) -> bytes:
        """Return the secret that waits. Raises SoftwareTokenMFANotFoundException."""
        user = bearer.user
        with self._store.reading() as unit:
            waiting = unit.pending.get(user.pool_id, user.sub, SOFTWARE_TOKEN)
        if waiting is None or waiting.expires_at_ms <= now_ms:
            raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_MISSING)
        context = contexts.pending(user.pool_id, user.sub, SOFTWARE_TOKEN)
        try:
            return self._sealer.open(bearer.pool.keys, context, waiting.sealed)
        except SealBroken as broken:
            raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_MISSING) from broken
