"""What a built-in target vouches for of a migrated user, and no function can say."""

from __future__ import annotations

from typing import Any

import pytest

from domain import texts
from domain.errors import NotAuthorizedException, PasswordResetRequiredException
from domain.model.group import Group
from domain.model.identifiers import ClientId
from domain.model.pool import MfaMode, SecondFactors
from domain.ports.triggers import Vouched, VouchedGroup
from tests.support.accounts import refused, rows_of
from tests.support.old_directory import OLD_PASSWORD, Move, OldDirectory, moves_in
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import claims_of

SUB = "0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77"
EMAIL = {"email": "ann@example.com", "email_verified": "true"}
EDITORS = VouchedGroup(name="editors", description="who edits", precedence=3)
NOT_IN = (NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD)


def moving(vouched: object, attributes: dict[str, str] | None = None, **pool: Any) -> Move:  # noqa: ANN401 - any field of a pool
    """A pool into which Ann moves with something that is vouched for."""
    answer = moves_in(userAttributes=attributes or EMAIL, vouched=vouched)
    return Move(OldDirectory(ann=answer), **pool)


def test_the_old_sub_is_kept() -> None:
    """Applications know their users by it; SRP works as for any user."""
    move = moving(Vouched(sub=SUB))

    assert claims_of(move.sign_in())["sub"] == SUB
    tokens(move.client.by_srp("ann", OLD_PASSWORD))


def test_where_addresses_are_names_it_is_the_user_name_too() -> None:
    """As it was in the pool that he comes from."""
    people = OldDirectory()
    people.people["ann@example.com"] = moves_in(vouched=Vouched(sub=SUB))
    move = Move(people, username_attributes=("email",))

    assert claims_of(move.sign_in("ann@example.com"))["username"] == SUB


@pytest.mark.parametrize("vouched", [{"sub": SUB}, [SUB], SUB, None])
def test_what_a_function_writes_there_is_nothing(vouched: object) -> None:
    """JSON has no such value; who could name a `sub` could be anybody to an application."""
    move = moving(vouched)

    assert claims_of(move.sign_in())["sub"] != SUB


@pytest.mark.parametrize("sub", ["ann", "", SUB.upper()])
def test_a_sub_has_the_form_of_one(sub: str) -> None:
    """Nothing else is stored as a key."""
    move = moving(Vouched(sub=sub))

    with refused(*NOT_IN):
        move.sign_in()

    assert rows_of(move.world)["users"] == {}


def test_the_sub_of_another_stays_his() -> None:
    """Nobody moves in as somebody who is there."""
    move = moving(Vouched(sub=SUB))
    holder = move.world.add_user(move.pool, "holder", sub=SUB)

    with refused(*NOT_IN):
        move.sign_in()

    assert move.world.user(holder) == holder


def test_a_sub_that_another_took_as_name_is_refused() -> None:
    """Who signs up under the `sub` of somebody else is not to be taken for him afterwards."""
    move = moving(Vouched(sub=SUB))
    move.desk.sign_up(SUB, email="mallory@example.com")

    with refused(*NOT_IN):
        move.sign_in()


def test_groups_are_joined_and_made_where_they_are_not() -> None:
    """As they were; one that is there stays as it is."""
    move = moving(Vouched(groups=(EDITORS, VouchedGroup(name="admins", description="theirs"))))
    ours = Group(
        pool_id=move.pool.id, name="admins", description="ours", created_at_ms=0, modified_at_ms=0
    )
    with move.world.store.writing() as unit:
        unit.groups.add(ours)

    sub = claims_of(move.sign_in())["sub"]

    with move.world.store.reading() as unit:
        admins, editors = unit.memberships.groups(move.pool.id, sub, None, 10)
    assert admins == ours
    assert (editors.description, editors.precedence) == ("who edits", 3)


@pytest.mark.parametrize(
    "groups",
    [
        (VouchedGroup(name=""),),
        (VouchedGroup(name="two words"),),
        (VouchedGroup(name="editors", precedence=-1),),
        (VouchedGroup(name="editors", description="who\x00"),),
        (VouchedGroup(name="editors", description="x" * 2_049),),
        tuple(VouchedGroup(name=str(number)) for number in range(101)),
    ],
)
def test_groups_have_the_bounds_of_groups(groups: tuple[VouchedGroup, ...]) -> None:
    """Whatever server they come from."""
    move = moving(Vouched(groups=groups))

    with refused(*NOT_IN):
        move.sign_in()

    assert rows_of(move.world)["users"] == rows_of(move.world)["groups"] == {}


@pytest.mark.parametrize(
    ("had", "mfa", "outcome"),
    [
        (("SMS_MFA",), MfaMode.OPTIONAL, "SMS_MFA"),
        (("SMS_MFA", "SOFTWARE_TOKEN_MFA"), MfaMode.ON, "SMS_MFA"),
        (("SOFTWARE_TOKEN_MFA",), MfaMode.OFF, None),
        ((), MfaMode.OPTIONAL, None),
    ],
)
def test_second_factors_come_along(had: tuple[str, ...], mfa: MfaMode, outcome: str | None) -> None:
    """Those that the user can have here too; where the pool asks for none, none is missed."""
    move = moving(
        Vouched(second_factors=had),
        {"phone_number": "+15555550100"},
        mfa=mfa,
        second_factors=SecondFactors(sms=True, software_token=True),
    )

    signed_in = move.client.by_password("ann", OLD_PASSWORD)

    if outcome is None:
        tokens(signed_in)
    else:
        assert asked(signed_in).challenge == outcome


@pytest.mark.parametrize("mfa", [MfaMode.ON, MfaMode.OPTIONAL])
def test_who_loses_his_second_factor_must_prove_an_address(mfa: MfaMode) -> None:
    """A stolen password must not come past a factor that was asked for where it was stolen."""
    move = moving(
        Vouched(second_factors=("SOFTWARE_TOKEN_MFA",)),
        mfa=mfa,
        second_factors=SecondFactors(software_token=True),
    )

    with refused(PasswordResetRequiredException):
        move.sign_in()

    assert move.desk.look()["UserStatus"] == "RESET_REQUIRED"


@pytest.mark.parametrize("revocable", [True, False])
def test_what_was_given_out_before_he_was_deleted_stays_dead(revocable: bool) -> None:
    """He comes again with the same `sub`; tokens and Session of then are not his any more."""
    move = moving(Vouched(sub=SUB))
    client = Client(
        move.world,
        move.world.add_client(
            move.pool, id=ClientId("another0client"), enable_token_revocation=revocable
        ),
    )
    before = tokens(client.by_password("ann", OLD_PASSWORD))
    session = asked(client.choose()).session
    move.desk.admin("AdminDeleteUser")
    move.world.clock.advance(s=2)

    after = tokens(client.by_password("ann", OLD_PASSWORD))

    access = move.world.services.access
    assert access.user_of(after.access_token).user.sub == SUB
    with pytest.raises(NotAuthorizedException):
        access.user_of(before.access_token)
    with pytest.raises(NotAuthorizedException):
        client.select(session, "PASSWORD", PASSWORD=OLD_PASSWORD)
