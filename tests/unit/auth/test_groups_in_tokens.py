"""Groups in tokens: at every issue, as they are then, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.model.client import RefreshRotation
from domain.model.token import IssuedTokens
from domain.model.user import User
from tests.support.groups import put_in
from tests.support.rotation import set_rotation, signed_in
from tests.support.sign_in import Client, tokens
from tests.support.world import World, claims_of

ADMIN = "arn:aws:iam::000000000000:role/admin"
READER = "arn:aws:iam::000000000000:role/reader"


def told(issued: IssuedTokens) -> tuple[dict[str, Any], dict[str, Any]]:
    """The claims about groups, of the access and of the ID token."""
    names = {"cognito:groups", "cognito:roles", "cognito:preferred_role"}
    access, identity = (
        {name: value for name, value in claims_of(token).items() if name in names}
        for token in (issued.access_token, issued.id_token)
    )
    return access, identity


@pytest.fixture
def groups(world: World, ann: User) -> None:
    """Two groups with Ann in them, and one of another user."""
    put_in(world, ann, "readers", precedence=9, role_arn=READER)
    put_in(world, ann, "admins", precedence=1, role_arn=ADMIN)
    bob = world.add_user(world.services.catalog.pool(ann.pool_id), "bob")
    put_in(world, bob, "others", precedence=0, role_arn="arn:aws:iam::000000000000:role/other")


EXPECTED = (
    {"cognito:groups": ["admins", "readers"]},
    {
        "cognito:groups": ["admins", "readers"],
        "cognito:roles": [ADMIN, READER],
        "cognito:preferred_role": ADMIN,
    },
)


@pytest.mark.usefixtures("ann")
def test_who_is_in_no_group_is_told_of_none(client: Client) -> None:
    """The claims are absent, not empty, at sign-in and at refresh."""
    issued = tokens(client.by_password())
    assert issued.refresh_token is not None

    assert told(issued) == ({}, {})
    assert told(client.refresh(issued.refresh_token)) == ({}, {})


@pytest.mark.usefixtures("groups")
def test_tokens_of_one_request_tell_of_groups(client: Client, admin: Client) -> None:
    """A sign-in that ends where it begins, by the public and by an administrator."""
    assert told(tokens(client.by_password())) == EXPECTED
    assert told(tokens(admin.by_password())) == EXPECTED


@pytest.mark.usefixtures("groups")
def test_tokens_of_an_answered_challenge_tell_of_groups(client: Client) -> None:
    """A sign-in that ends with an answer reads the groups then."""
    assert told(tokens(client.by_srp())) == EXPECTED


@pytest.mark.usefixtures("groups")
def test_a_refresh_reads_groups_anew(client: Client, ann: User) -> None:
    """What changes between sign-in and refresh is in the new tokens: membership, role, rank."""
    given = tokens(client.by_password()).refresh_token
    assert given is not None
    with client.world.store.writing() as unit:
        readers = unit.groups.get(ann.pool_id, "readers")
        assert readers is not None
        unit.groups.save(replace(readers, precedence=0))
        unit.groups.remove(ann.pool_id, "admins")

    assert told(client.refresh(given)) == (
        {"cognito:groups": ["readers"]},
        {
            "cognito:groups": ["readers"],
            "cognito:roles": [READER],
            "cognito:preferred_role": READER,
        },
    )


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize("rotates", [False, True])
def test_the_operation_that_rotates_tells_of_groups(client: Client, *, rotates: bool) -> None:
    """GetTokensFromRefreshToken, with rotation and without."""
    set_rotation(client, RefreshRotation(enabled=rotates))

    assert told(client.get_tokens(signed_in(client))) == EXPECTED
