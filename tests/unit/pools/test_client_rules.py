"""Rules about flows, lifetimes and attributes of a client, each with its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import FeatureUnavailableInTierException, InvalidParameterException
from domain.model.client import ClientSettings, RefreshRotation, Validity
from domain.model.pool import UserPool
from domain.model.schema import STANDARD_ATTRIBUTES
from domain.pools.client_rules import check
from domain.pools.schema import SchemaEntry, new_schema

ROTATION = RefreshRotation(enabled=True)
MIXED = "ExplicitAuthFlows cannot hold values that begin with ALLOW_ beside values that do not."
WRITE = "Invalid write attributes specified while creating a client"
EVERYTHING_WRITABLE = tuple(
    attribute.name
    for attribute in STANDARD_ATTRIBUTES
    if attribute.name not in {"sub", "email_verified", "phone_number_verified", "identities"}
)


def settings(**members: Any) -> ClientSettings:  # noqa: ANN401 - any member
    """Settings that differ from the default in the members given."""
    return ClientSettings(**members)


def refusal(pool: UserPool, refused: ClientSettings, *, has_secret: bool = False) -> str:
    """The text with which the settings are refused."""
    with pytest.raises(InvalidParameterException) as caught:
        check(pool, refused, has_secret=has_secret)
    return caught.value.text


@pytest.mark.parametrize(
    "accepted",
    [
        settings(),
        settings(flows=("ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH")),
        settings(flows=("ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")),
        settings(flows=("ALLOW_CLIENT_TOKEN_AUTH",)),
        settings(flows=("ALLOW_USER_SRP_AUTH",), rotation=ROTATION),
        settings(flows=("ALLOW_REFRESH_TOKEN_AUTH",), rotation=replace(ROTATION, enabled=False)),
        settings(propagate_user_context=True),
        settings(read_attributes=("sub", "email", "email_verified")),
        settings(read_attributes=tuple(each.name for each in STANDARD_ATTRIBUTES)),
        settings(write_attributes=EVERYTHING_WRITABLE),
    ],
)
def test_settings_that_go_together_are_accepted(pool: UserPool, accepted: ClientSettings) -> None:
    """The rules let pass what breaks none of them."""
    check(pool, accepted, has_secret=True)


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (settings(flows=("ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH")), MIXED),
        (
            settings(flows=("ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")),
            "ALLOW_CLIENT_TOKEN_AUTH cannot be combined with other auth flows.",
        ),
        (
            settings(flows=("ALLOW_CLIENT_TOKEN_AUTH",)),
            "ALLOW_CLIENT_TOKEN_AUTH requires a client secret.",
        ),
        (
            settings(flows=("ALLOW_REFRESH_TOKEN_AUTH",), rotation=ROTATION),
            "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled together with refresh token rotation.",
        ),
        (
            settings(propagate_user_context=True),
            "EnablePropagateAdditionalUserContextData requires a client secret.",
        ),
        (
            settings(read_attributes=("email", "custom:role")),
            "Invalid read attributes specified while creating a client",
        ),
        (settings(write_attributes=("email", "custom:role")), WRITE),
        *(
            (settings(write_attributes=("email", name)), WRITE)
            for name in ("sub", "email_verified", "phone_number_verified", "identities")
        ),
    ],
)
def test_settings_that_clash_are_refused(
    pool: UserPool, refused: ClientSettings, expected: str
) -> None:
    """Each rule refuses what breaks it, with its own text."""
    assert refusal(pool, refused) == expected


def test_write_attributes_hold_all_required_ones(pool: UserPool) -> None:
    """A client that could not write a required attribute could sign nobody up."""
    schema = new_schema((SchemaEntry(name="email", required=True),))
    strict = replace(pool, schema=schema)

    assert refusal(strict, settings(write_attributes=("name",))) == WRITE
    check(strict, settings(write_attributes=("name", "email")), has_secret=False)
    check(strict, settings(write_attributes=("email",)), has_secret=False)


def test_a_developer_attribute_is_not_writable(pool: UserPool) -> None:
    """A developer-only attribute is for administrators, so a client cannot be given it."""
    name = "dev:custom:role"
    attribute = replace(STANDARD_ATTRIBUTES[1], name=name, developer_only=True)
    extended = replace(pool, schema=(*pool.schema, attribute))

    assert refusal(extended, settings(write_attributes=(name,))) == WRITE


def test_choice_based_sign_in_needs_a_plan(pool: UserPool) -> None:
    """ALLOW_USER_AUTH is refused in a Lite pool."""
    with pytest.raises(FeatureUnavailableInTierException):
        check(replace(pool, tier="LITE"), settings(flows=("ALLOW_USER_AUTH",)), has_secret=False)


@pytest.mark.parametrize(
    "validity",
    [
        {"access_token": Validity(value=5, unit="minutes")},
        {"access_token": Validity(value=24)},
        {"id_token": Validity(value=1, unit="days")},
        {"id_token": Validity(value=300, unit="seconds")},
        {"refresh_token": Validity(value=60, unit="minutes")},
        {"refresh_token": Validity(value=3650)},
        {"refresh_token": Validity(value=0)},
    ],
)
def test_lifetimes_at_their_bounds_are_accepted(
    pool: UserPool, validity: dict[str, Validity]
) -> None:
    """Five minutes to a day, and an hour to ten years, are allowed in every unit."""
    check(pool, settings(**validity), has_secret=False)


@pytest.mark.parametrize(
    "validity",
    [
        {"access_token": Validity(value=4, unit="minutes")},
        {"access_token": Validity(value=25)},
        {"id_token": Validity(value=2, unit="days")},
        {"id_token": Validity(value=299, unit="seconds")},
        {"refresh_token": Validity(value=59, unit="minutes")},
        {"refresh_token": Validity(value=3651)},
        {
            "refresh_token": Validity(value=1, unit="hours"),
            "access_token": Validity(value=2, unit="hours"),
        },
    ],
)
def test_lifetimes_beyond_their_bounds_are_refused(
    pool: UserPool, validity: dict[str, Validity]
) -> None:
    """A lifetime out of range, or a token that outlives the refresh token, is refused."""
    assert refusal(pool, settings(**validity)) == "Invalid range for token validity."
