"""Groups of a `World`, put in place without the wire."""

from __future__ import annotations

from domain.model.group import Group
from domain.model.user import User
from tests.support.world import World


def put_in(
    world: World,
    user: User,
    name: str,
    *,
    precedence: int | None = None,
    role_arn: str | None = None,
) -> Group:
    """Store a group of the user's pool, with him in it."""
    group = Group(
        pool_id=user.pool_id,
        name=name,
        precedence=precedence,
        role_arn=role_arn,
        created_at_ms=world.clock.now_ms(),
        modified_at_ms=world.clock.now_ms(),
    )
    with world.store.writing() as unit:
        unit.groups.add(group)
        unit.memberships.add(user.pool_id, user.sub, name)
    return group
