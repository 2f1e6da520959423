"""What tokens tell of a user's groups (tokens.md 2.2): computed here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model.group import Membership
from domain.model.group_claims import GroupClaims


def claims_of(memberships: Sequence[Membership]) -> GroupClaims:
    """Return what tokens tell of these groups, which come in any order.

    Groups with a precedence come before those without, then by it, then by name.
    """
    ordered = sorted(memberships, key=lambda each: (*_rank(each), each.group))
    roles = dict.fromkeys(each.role_arn for each in ordered if each.role_arn is not None)
    return GroupClaims(
        groups=tuple(each.group for each in ordered),
        roles=tuple(roles),
        preferred_role=_preferred_role(ordered),
    )


def _preferred_role(ordered: Sequence[Membership]) -> str | None:
    """Return the one role of the groups that share the best precedence.

    None if they have several, or one of them has none: nobody said then which is meant. Where no
    group has a precedence, those without a role do not matter.
    """
    best = {each.role_arn for each in ordered if _rank(each) == _rank(ordered[0])}
    if ordered and ordered[0].precedence is None:
        best.discard(None)
    return best.pop() if len(best) == 1 else None


def _rank(membership: Membership) -> tuple[bool, int]:
    precedence = membership.precedence
    return (precedence is None, precedence or 0)
