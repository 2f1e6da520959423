"""Keeping the sign-in names of a user in step with his profile, and moving an alias over."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.names import names_of
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.user import SignInName, User
from domain.ports.store import Unit


def exchange_names(
    unit: Unit, pool: UserPool, old: User | None, new: User, *, force: bool = False
) -> None:
    """Release the names that the user no longer has and claim the new ones.

    With `force` (ForceAliasCreation) a proven e-mail address or telephone number that is another
    user's alias becomes this one's. Raises Taken otherwise, after which the unit is lost.
    """
    before = names_of(pool, old) if old is not None else frozenset()
    after = names_of(pool, new)
    for name in sorted(before - after, key=_order):
        unit.names.release(pool.id, name, new.sub)
    for name in sorted(after - before, key=_order):
        if force:
            _take_over(unit, pool, name, new)
        unit.names.claim(pool.id, name, new.sub)


def _take_over(unit: Unit, pool: UserPool, name: SignInName, heir: User) -> None:
    """Take an alias from its holder, whose attribute is unverified from then on.

    Only what was proven can be taken over: a user name or a preferred name is nobody's proof.
    """
    attribute = name.kind.value
    if attribute not in {EMAIL, PHONE_NUMBER} or attribute not in pool.alias_attributes:
        return
    holder = _holder(unit, pool, name)
    if holder is None or holder.sub == heir.sub:
        return
    unverified = {**holder.attributes, f"{attribute}_verified": "false"}
    unit.users.save(replace(holder, attributes=unverified, modified_at_ms=heir.modified_at_ms))
    unit.names.release(pool.id, name, holder.sub)


def _holder(unit: Unit, pool: UserPool, name: SignInName) -> User | None:
    sub: Sub | None = unit.names.find(pool.id, None, name.value, (name.kind,)).sub
    return None if sub is None else unit.users.standing(pool.id, sub).user


def _order(name: SignInName) -> tuple[str, str]:
    """One order for all writers, so that two of them never wait for each other."""
    return name.kind.value, name.value
