"""Under which names a migrated user is stored: those that were asked for, and nobody else's.

A function may answer with the record of another person than the one who signs in, by mistake or
because its directory takes two spellings for one. Then nobody is let in (account takeover).
"""

# ruff: noqa: ANN401 - members of answers and pools have any type

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain import texts
from domain.errors import NotAuthorizedException
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from tests.support.accounts import pairs, refused, rows_of
from tests.support.old_directory import OLD_PASSWORD, Move, OldDirectory, moves_in
from tests.support.sign_in import tokens
from tests.support.world import PASSWORD, claims_of

ANN = "ann@example.com"
PHONE = "+15555550100"
NOT_IN = (NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD)


def brings(typed: str, attributes: Mapping[str, object], **members: Any) -> OldDirectory:
    """A directory that answers to a name with some record."""
    people = OldDirectory()
    people.people[typed] = moves_in(userAttributes=attributes, **members)
    return people


def test_where_addresses_are_names_the_typed_one_is_set() -> None:
    """The user is called by his `sub`, and found by the address; nothing was proven of it."""
    move = Move(brings(ANN, {"name": "Ann"}), username_attributes=("email",))

    claims = claims_of(move.sign_in(ANN))

    assert claims["username"] == claims["sub"]
    user = move.desk.look(ANN)["attributes"]
    assert (user["email"], user.get("email_verified")) == (ANN, None)


def test_a_number_that_was_typed_is_set_beside_the_address() -> None:
    """Both sign in afterwards."""
    both: dict[str, Any] = {"username_attributes": ("email", "phone_number")}
    move = Move(brings(PHONE, {"email": ANN}), **both)

    subs = {claims_of(move.sign_in(name))["sub"] for name in (PHONE, ANN)}

    assert len(subs) == 1
    assert move.sources == ["UserMigration_Authentication"]


@pytest.mark.parametrize(
    ("pool", "typed", "attributes"),
    [
        ({"username_attributes": ("email",)}, ANN, {"email": "bob@example.com"}),
        ({"username_attributes": ("email",)}, ANN, {"email_verified": "true"}),
        ({"username_attributes": ("email",)}, "ann", {"email": ANN}),
        ({"username_attributes": ("phone_number",)}, PHONE, {"phone_number": "+15555550199"}),
        ({}, "ann", {"username": "bob", "email": ANN}),
        ({}, "ann", {"preferred_username": "ann", "username": "bob"}),
        ({"alias_attributes": ("email",)}, ANN, {"email": ANN}),
        ({"alias_attributes": ("email",)}, ANN, {"username": "ann", "email": ANN}),
        (
            {"alias_attributes": ("email",)},
            ANN,
            {"username": "ann", "email": "bob@example.com", "email_verified": "true"},
        ),
        ({"alias_attributes": ("email",)}, ANN, {"username": ANN, "email_verified": "true"}),
        (
            {"alias_attributes": ("email",)},
            "ann",
            {"username": "bob@example.com", "email": ANN, "email_verified": "true"},
        ),
        ({}, "ann example", {"email": ANN}),
        ({}, "a" * 129, {"email": ANN}),
        ({}, "ann\u202e", {"email": ANN}),
    ],
)
def test_who_was_not_asked_for_is_not_stored(
    pool: dict[str, Any], typed: str, attributes: Mapping[str, object]
) -> None:
    """Another's address, a name that would not find him, or none that can be a name."""
    move = Move(brings(typed, attributes), **pool)

    with refused(*NOT_IN):
        move.sign_in(typed)

    assert rows_of(move.world)["users"] == {}


def test_an_alias_that_was_typed_must_be_proven_and_is_no_user_name() -> None:
    """With the name that the function says, or his `sub`."""
    proven = {"email": ANN, "email_verified": "true"}
    named = Move(brings(ANN, {**proven, "username": "Ann"}), alias_attributes=("email",))
    unnamed = Move(brings(ANN, proven), alias_attributes=("email",))

    assert claims_of(named.sign_in(ANN))["username"] == "Ann"
    claims = claims_of(unnamed.sign_in(ANN))
    assert claims["username"] == claims["sub"]


def test_the_spelling_of_the_function_is_kept() -> None:
    """Where capitals count for nothing, whatever was typed."""
    move = Move(brings("aNN", {"username": "Ann"}), case_sensitive=False)

    assert claims_of(move.sign_in("aNN"))["username"] == "Ann"


def test_a_name_of_the_function_may_stand_behind_a_preferred_one() -> None:
    """What was typed must find him, by whatever kind of name."""
    attributes: Mapping[str, object] = {"username": "ann", "preferred_username": "queen"}
    move = Move(brings("queen", attributes), alias_attributes=("preferred_username",))

    assert claims_of(move.sign_in("queen"))["username"] == "ann"


@pytest.mark.parametrize("force", [False, True])
def test_an_alias_of_another_moves_only_if_the_function_says_so(force: bool) -> None:
    """Otherwise nobody moves in; if so, its holder keeps the address, unproven."""
    record: dict[str, object] = {"email": ANN, "email_verified": "true"}
    directory = brings("newcomer", record, forceAliasCreation=force)
    move = Move(directory, alias_attributes=("email",))
    holder = move.world.add_user(move.pool, "holder", attributes=dict(record))

    if not force:
        with refused(*NOT_IN):
            move.sign_in("newcomer")
        assert move.world.user(holder) == holder
        return
    move.sign_in("newcomer")
    assert move.desk.look(ANN)["Username"] == "newcomer"
    assert move.desk.look("holder")["attributes"]["email_verified"] == "false"


@pytest.mark.parametrize("force", [False, True])
def test_a_user_name_of_another_never_moves(force: bool) -> None:
    """A function that answers with somebody who is there already does not open his account."""
    record: dict[str, object] = {"username": "bob", "email": ANN, "email_verified": "true"}
    move = Move(brings(ANN, record, forceAliasCreation=force), alias_attributes=("email",))
    bob = move.world.add_user(move.pool, "bob")

    with refused(*NOT_IN):
        move.sign_in(ANN)

    assert move.world.user(bob) == bob
    tokens(move.client.by_password("bob", PASSWORD))


@pytest.mark.parametrize("force", [False, True])
def test_an_address_that_is_a_name_never_moves(force: bool) -> None:
    """Where addresses are user names there is no taking over."""
    names: dict[str, Any] = {"username_attributes": ("email", "phone_number")}
    directory = brings(PHONE, {"email": ANN, "email_verified": "true"}, forceAliasCreation=force)
    move = Move(directory, **names)
    holder = move.world.add_user(move.pool, "holder", attributes={"email": ANN})

    with refused(*NOT_IN):
        move.sign_in(PHONE)

    assert move.world.user(holder) == holder


def test_the_sub_of_another_is_no_user_name() -> None:
    """Administrators and logs would take one user for the other."""
    people = OldDirectory()
    move = Move(people)
    holder = move.world.add_user(move.pool, "holder")
    people.people[holder.sub] = moves_in()

    with refused(*NOT_IN):
        move.sign_in(holder.sub)


def test_immutable_attributes_may_be_given() -> None:
    """Once, like at every birth of a user (ruling 49); afterwards they stay."""
    badge = AttributeSchema(name="custom:badge", data_type=DataType.STRING, mutable=False)
    move = Move(brings("ann", {"custom:badge": "7"}), schema=(*STANDARD_ATTRIBUTES, badge))

    move.sign_in()

    assert move.desk.look()["attributes"]["custom:badge"] == "7"


def test_a_visitor_who_signed_up_meanwhile_keeps_his_name() -> None:
    """Whoever has the name when it is stored has it; the function's user is nobody then."""
    people = OldDirectory(ann=moves_in())

    def signs_up_first(event: dict[str, object]) -> object:
        move.desk.public(
            "SignUp", Username="ann", Password=PASSWORD, UserAttributes=pairs(email=ANN)
        )
        move.desk.admin("AdminConfirmSignUp")
        return people(event)

    move = Move(signs_up_first)  # type: ignore[arg-type] # answers as the directory does

    with refused(*NOT_IN):
        move.sign_in("ann", OLD_PASSWORD)

    assert len(rows_of(move.world)["users"]) == 1
    tokens(move.client.by_password("ann", PASSWORD))
