"""What tokens tell of groups: order, roles, and the preferred role (tokens.md 2.2)."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.model.group import Membership
from domain.model.group_claims import NO_GROUPS, GroupClaims
from domain.tokens.group_claims import claims_of

ADMIN = "arn:aws:iam::000000000000:role/admin"
READER = "arn:aws:iam::000000000000:role/reader"


def group(name: str, precedence: int | None = None, role_arn: str | None = None) -> Membership:
    """A membership."""
    return Membership(group=name, precedence=precedence, role_arn=role_arn)


def test_who_is_in_no_group_has_no_claims() -> None:
    """Nothing is told of nothing, in either token."""
    assert claims_of(()) == NO_GROUPS
    assert NO_GROUPS.for_access() == NO_GROUPS.for_identity() == {}


def test_groups_come_by_precedence_and_then_by_name() -> None:
    """The lowest precedence is first, those without are last, whatever order they are read in."""
    groups = (group("d"), group("b", 5), group("c", 5), group("a", 2**31 - 1), group("e", 0))

    for read in permutations(groups):
        assert claims_of(read).groups == ("e", "b", "c", "a", "d")


def test_every_role_is_told_once_in_the_order_of_the_groups() -> None:
    """Groups without a role add none, and groups that share one add one."""
    groups = (
        group("a", 3, ADMIN),
        group("b", 2, READER),
        group("c", 1),
        group("d", 4, READER),
        group("e"),
    )

    assert claims_of(groups).roles == (READER, ADMIN)


@pytest.mark.parametrize(
    ("groups", "preferred"),
    [
        pytest.param([group("a", 1, ADMIN)], ADMIN, id="the only one"),
        pytest.param([group("a", 0, ADMIN), group("b", 1, READER)], ADMIN, id="the best"),
        pytest.param(
            [group("a", None, ADMIN), group("b", 9, READER)], READER, id="any before none"
        ),
        pytest.param([group("a", 1, ADMIN), group("b", 1, ADMIN)], ADMIN, id="two that agree"),
        pytest.param([group("a", 1, ADMIN), group("b", 1, READER)], None, id="two that do not"),
        pytest.param([group("a", 1), group("b", 1, READER)], None, id="one of two has none"),
        pytest.param([group("a", 0), group("b", 1, READER)], None, id="the best has none"),
        pytest.param([group("a", None, ADMIN)], ADMIN, id="no precedence"),
        pytest.param([group("a"), group("b", None, ADMIN)], ADMIN, id="no precedence, one role"),
        pytest.param(
            [group("a", None, READER), group("b", None, ADMIN)], None, id="no precedence, two roles"
        ),
        pytest.param([group("a"), group("b")], None, id="no roles"),
    ],
)
def test_the_preferred_role_is_that_of_the_best(
    groups: list[Membership], preferred: str | None
) -> None:
    """The best precedence decides; where it names no single role nothing is preferred."""
    for read in permutations(groups):
        assert claims_of(read).preferred_role == preferred


def test_the_access_token_tells_no_role() -> None:
    """Groups are in both tokens, roles in the ID token alone."""
    claims = GroupClaims(groups=("a", "b"), roles=(ADMIN,), preferred_role=ADMIN)

    assert claims.for_access() == {"cognito:groups": ["a", "b"]}
    assert claims.for_identity() == {
        "cognito:groups": ["a", "b"],
        "cognito:roles": [ADMIN],
        "cognito:preferred_role": ADMIN,
    }
