"""A software token (TOTP) on its way to its user: the secret, and the proof that he has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.crypto import totp
from domain.errors import (
    EnableSoftwareTokenMFAException,
    InvalidParameterException,
    SoftwareTokenMFANotFoundException,
)
from domain.model import contexts
from domain.model.factors import SecondFactor, SoftwareToken
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.entropy import Entropy
from domain.ports.sealer import Sealer

NAME_MAX: Final = 1_024
"""Characters of FriendlyDeviceName, which is kept with the user and shown at every sign-in."""


class SoftwareTokenProof:
    """Draws secrets and makes tokens of those that were proven."""

    def __init__(self, sealer: Sealer, entropy: Entropy) -> None:
        self._sealer = sealer
        self._entropy = entropy

    def new_secret(self) -> bytes:
        """Return a secret that nobody has yet."""
        return self._entropy.bytes(totp.SECRET_BYTES)

    def proven(
        self, pool: UserPool, user: User, secret: bytes, code: str, now_ms: int
    ) -> SoftwareToken:
        """Return the token of a secret whose code was given; the code is used up by that (SEC-21).

        Whoever calls it has counted the try. Raises EnableSoftwareTokenMFAException.
        """
        step = totp.matching_step(secret, code, now_ms)
        if step is None:
            raise EnableSoftwareTokenMFAException(texts.SOFTWARE_TOKEN_UNPROVEN)
        token_id = self._entropy.uuid()
        context = contexts.software_token(pool.id, user.sub, token_id)
        return SoftwareToken(
            pool_id=pool.id,
            sub=user.sub,
            id=token_id,
            sealed_secret=self._sealer.seal(pool.keys, context, secret),
            last_step=step,
            created_at_ms=now_ms,
        )


def registered(user: User, name: str | None, now_ms: int) -> User:
    """Return the user with a proven token of that name; sign-ins that were open are over."""
    factors = replace(user.factors, token_verified=True, token_name=name or None)
    return replace(user, factors=factors, epoch=user.epoch + 1, modified_at_ms=now_ms)


def check_name(name: str | None) -> None:
    """Refuse a name that is too long. Raises InvalidParameterException."""
    if name is not None and len(name) > NAME_MAX:
        raise InvalidParameterException(texts.too_long("friendlyDeviceName", NAME_MAX))


def check_offered(pool: UserPool) -> None:
    """Refuse pools without software tokens. Raises SoftwareTokenMFANotFoundException."""
    if SecondFactor.SOFTWARE_TOKEN not in pool.offers:
        raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_NOT_OFFERED)
