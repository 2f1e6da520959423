"""Second factors of a `World`'s people: given to them, and used as their owners would."""

# ruff: noqa: ANN401 - the builders take any field of the value that they build

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyotp

from domain.crypto import totp
from domain.model import contexts
from domain.model.factors import SecondFactor, SoftwareToken, UserFactors
from domain.model.pool import MfaMode, SecondFactors, UserPool
from domain.model.user import User
from tests.support.sign_in import Client

SECRET = bytes(range(32))
PHONE = "+15555550123"


def change_pool(client: Client, **changes: Any) -> UserPool:
    """Store the client's pool with other settings."""
    with client.world.store.writing() as unit:
        pool = unit.pools.get(client.client.pool_id)
        assert pool is not None
        return unit.pools.save(replace(pool, **changes))


def give_factors(client: Client, user: User, *enabled: SecondFactor, **changes: Any) -> User:
    """Let the pool offer every second factor, and the user have these switched on."""
    offers = SecondFactors(sms=True, software_token=True, email=True)
    pool = change_pool(client, mfa=MfaMode.OPTIONAL, second_factors=offers)
    has_token = SecondFactor.SOFTWARE_TOKEN in enabled
    if has_token:
        give_token(client, pool, user)
    current = client.world.user(user)
    factors = UserFactors(enabled=enabled, token_verified=has_token, **changes)
    return client.world.change_user(
        user, factors=factors, attributes={**current.attributes, "phone_number": PHONE}
    )


def give_token(client: Client, pool: UserPool, user: User) -> None:
    """Store a software token with the secret of the tests, none of whose steps was used."""
    context = contexts.software_token(pool.id, user.sub, "token-1")
    token = SoftwareToken(
        pool_id=pool.id,
        sub=user.sub,
        id="token-1",
        sealed_secret=client.world.ports.sealer.seal(pool.keys, context, SECRET),
        last_step=0,
        created_at_ms=client.world.clock.now_ms(),
    )
    with client.world.store.writing() as unit:
        unit.software_tokens.put(token)


def token_code(client: Client, steps: int = 0) -> str:
    """The code that the user's application shows, so many steps from now."""
    now_ms = client.world.clock.now_ms()
    return pyotp.HOTP(totp.to_text(SECRET)).at(now_ms // totp.STEP_MS + steps)


def newest_code(client: Client) -> str:
    """The code that was sent last."""
    return list(client.world.services.mailbox.messages())[-1].code


def app_code(secret: str, now_ms: int, steps: int = 0) -> str:
    """The code of a secret as AssociateSoftwareToken returned it, so many steps from now."""
    return pyotp.HOTP(secret).at(now_ms // totp.STEP_MS + steps)


def wrong(code: str) -> str:
    """Another code of the same form, which is none of those around it."""
    return f"{(int(code) + 499_979) % 10 ** len(code):0{len(code)}d}"


def full_width(code: str) -> str:
    """The same digits of another script, which careless programs take for these."""
    return "".join(chr(ord(digit) - ord("0") + ord("\uff10")) for digit in code)
