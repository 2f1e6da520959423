"""`userAttributes` of events: which attributes and aliases a function is told."""

from __future__ import annotations

from typing import Any

import pytest

from domain.model.user import UserStatus
from domain.triggers.hooks import user_attributes
from tests.support.world import World

EMAIL = {"email": "ann@example.com"}
PROVEN = {**EMAIL, "email_verified": "true"}
PHONE = {"phone_number": "+15555550100"}
UNPROVEN_PHONE = {**PHONE, "phone_number_verified": "false"}


@pytest.mark.parametrize(
    ("pool", "given", "told"),
    [
        ({}, {"name": "Ann"}, {"name": "Ann"}),
        ({}, {**EMAIL, **PHONE}, {**EMAIL, "email_verified": "false", **UNPROVEN_PHONE}),
        ({}, PROVEN, PROVEN),
        ({"alias_attributes": ("email",)}, EMAIL, {**EMAIL, "email_verified": "false"}),
        (
            {"alias_attributes": ("email", "phone_number")},
            {**PROVEN, **PHONE},
            {**PROVEN, **UNPROVEN_PHONE, "cognito:email_alias": EMAIL["email"]},
        ),
        (
            {"username_attributes": ("phone_number",)},
            {**PROVEN, **PHONE},
            {**PROVEN, **UNPROVEN_PHONE, "cognito:phone_number_alias": PHONE["phone_number"]},
        ),
    ],
)
def test_addresses_are_told_with_their_proof_and_as_aliases(
    pool: dict[str, Any], given: dict[str, str], told: dict[str, str]
) -> None:
    """An alias is what signs the user in by the rules of his pool; proofs are texts."""
    world = World()
    made = world.add_pool(**pool)
    ann = world.add_user(made, attributes=given, password=None)
    assert user_attributes(made, ann) == {
        "sub": ann.sub,
        "cognito:user_status": "CONFIRMED",
        **told,
    }


def test_the_status_is_that_of_the_moment() -> None:
    """In the words of the service."""
    world = World()
    pool = world.add_pool()
    ann = world.add_user(pool, status=UserStatus.FORCE_CHANGE_PASSWORD)
    assert user_attributes(pool, ann)["cognito:user_status"] == "FORCE_CHANGE_PASSWORD"
