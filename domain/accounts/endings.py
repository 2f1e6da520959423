"""What ends a sign-in, or all of a user's: tokens, their records, and open attempts."""

from __future__ import annotations

from dataclasses import replace

from domain.model.code import CodePurpose
from domain.model.identifiers import PoolId, Sub
from domain.model.user import User
from domain.ports.store import Unit


def shut_out(user: User, now_ms: int) -> User:
    """Return the user with all open attempts and tokens without family behind him (ruling 13)."""
    return replace(user, epoch=user.epoch + 1, signed_out_at_ms=now_ms, modified_at_ms=now_ms)


def end_sign_ins(unit: Unit, user: User, now_ms: int) -> None:
    """Revoke every token family of the user; the records of what is over go with it."""
    unit.families.revoke_all(user.pool_id, user.sub, now_ms)
    unit.sessions.drop_all(user.pool_id, user.sub)


def end_sign_in(unit: Unit, pool_id: PoolId, sub: Sub, family_id: str, now_ms: int) -> None:
    """Revoke one token family, which may be over already; its record goes with it."""
    unit.families.revoke(pool_id, sub, family_id, now_ms)
    unit.sessions.drop(pool_id, sub, family_id)


def void_code(unit: Unit, user: User, purpose: CodePurpose) -> None:
    """Make a code that waits for its answer worthless, if there is one."""
    waiting = unit.codes.get(user.pool_id, user.sub, purpose)
    if waiting is not None:
        unit.codes.consume(user.pool_id, user.sub, purpose, waiting.id)
