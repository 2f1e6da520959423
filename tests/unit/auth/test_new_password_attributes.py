"""What an answer to NEW_PASSWORD_REQUIRED may do to the user's attributes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.errors import CognitoError, InvalidParameterException, NotAuthorizedException
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode, SecondFactors
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from domain.model.user import User, UserStatus
from tests.support.accounts import refused
from tests.support.second_factors import change_pool
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import World, claims_of

NEW = "Brand-new0ne"
SCHEMA = (
    *(
        replace(entry, mutable=False) if entry.name == "nickname" else entry
        for entry in STANDARD_ATTRIBUTES
    ),
    AttributeSchema(name="custom:tenant", data_type=DataType.STRING, mutable=False),
    AttributeSchema(name="custom:note", data_type=DataType.STRING),
)


class Invited:
    """Bob with a temporary password, and the client through which he comes."""

    def __init__(self, world: World) -> None:
        pool = world.add_pool(schema=SCHEMA, alias_attributes=("email",))
        self.client = Client(world, world.add_client(pool))
        self.user = world.add_user(
            pool,
            "bob",
            status=UserStatus.FORCE_CHANGE_PASSWORD,
            attributes={
                "email": "bob@example.com",
                "email_verified": "true",
                "name": "Bob",
                "custom:tenant": "one",
            },
        )

    def answer(self, **given: str) -> User:
        """Answer the challenge with these attributes; return Bob as he is then."""
        session = asked(self.client.by_password("bob")).session
        named = {f"userAttributes.{_spelled(name)}": value for name, value in given.items()}
        answers = {"USERNAME": "bob", "NEW_PASSWORD": NEW, **named}
        tokens(self.client.answer("NEW_PASSWORD_REQUIRED", session, answers))
        return self.stored()

    def stored(self) -> User:
        """Bob as stored now."""
        return self.client.world.user(self.user)


def _spelled(name: str) -> str:
    return name.replace("custom_", "custom:")


@pytest.fixture
def bob(world: World) -> Invited:
    """The scene."""
    return Invited(world)


@pytest.mark.parametrize("value", ["two", ""])
def test_an_immutable_attribute_keeps_its_value(bob: Invited, value: str) -> None:
    """What an administrator fixed, the user cannot exchange or delete on his way in (ruling 49)."""
    before = bob.stored()

    with refused(InvalidParameterException, texts.attribute_immutable("custom:tenant")):
        bob.answer(custom_tenant=value)

    assert bob.stored() == before


def test_an_immutable_attribute_may_be_given_once(bob: Invited) -> None:
    """One without a value takes its first here."""
    assert bob.answer(nickname="Bobby").attributes["nickname"] == "Bobby"


def test_another_address_is_not_proven(bob: Invited) -> None:
    """An address that the user only claims is told as unverified, and is no alias (SEC-37)."""
    attributes = bob.answer(email="victim@example.com").attributes

    assert attributes["email"] == "victim@example.com"
    assert attributes["email_verified"] == "false"
    token = tokens(bob.client.by_password("bob", NEW)).id_token
    assert claims_of(token)["email_verified"] is False
    for alias in ("bob@example.com", "victim@example.com"):
        with pytest.raises(CognitoError):
            bob.client.by_password(alias, NEW)


def test_the_same_address_stays_proven(bob: Invited) -> None:
    """To send back what was shown changes nothing."""
    assert bob.answer(email="bob@example.com").is_verified("email")


def test_a_first_address_is_not_proven(bob: Invited) -> None:
    """A telephone number that was not there before is unverified, as at SignUp."""
    attributes = bob.answer(phone_number="+15555550100").attributes

    assert attributes["phone_number_verified"] == "false"


def test_a_blank_value_deletes(bob: Invited) -> None:
    """No attribute is ever stored without a value."""
    attributes = bob.answer(name="", family_name="", email="").attributes

    assert attributes == {"custom:tenant": "one"}


def test_a_value_is_bounded_where_the_schema_is_silent(bob: Invited) -> None:
    """The model bounds attribute values, but not the answers that carry them here."""
    with refused(
        InvalidParameterException,
        texts.schema_refused("custom:note: String must be no longer than 2048 characters\n"),
    ):
        bob.answer(custom_note="x" * 2049)

    assert bob.answer(custom_note="x" * 2048).attributes["custom:note"] == "x" * 2048


@pytest.mark.parametrize("value", ["", "+15555550199"])
@pytest.mark.parametrize("mode", [MfaMode.OPTIONAL, MfaMode.ON])
def test_a_temporary_password_does_not_move_the_second_factor(mode: MfaMode, value: str) -> None:
    """The telephone that codes go to is neither exchanged nor taken away before the code."""
    bob = Invited(World())
    change_pool(bob.client, mfa=mode, second_factors=SecondFactors(sms=True))
    enabled = (SecondFactor.SMS,) if mode is MfaMode.OPTIONAL else ()
    bob.client.world.change_user(
        bob.user,
        attributes={**bob.user.attributes, "phone_number": "+15555550100"},
        factors=UserFactors(enabled=enabled),
    )
    before = bob.stored()

    with refused(NotAuthorizedException, texts.attribute_already_given("phone_number")):
        bob.answer(phone_number=value)

    assert bob.stored() == before
