"""Sign-in names in step with the attributes that users change and prove."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import (
    AliasExistsException,
    TooManyRequestsException,
    UserNotFoundException,
)
from tests.support.accounts import pairs, refused, rows_of
from tests.support.parallel import outcomes
from tests.unit.accounts.attribute_desk import (
    EMAIL,
    KEEPING,
    NEW,
    own,
    own_proven,
)
from tests.unit.accounts.conftest import MakeDesk

each_way = pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
@pytest.mark.parametrize("by_admin", [False, True], ids=["own", "admin"])
@pytest.mark.parametrize("spelling", [EMAIL, "ANN@Example.com"])
def test_an_alias_of_another_user_is_refused_before_anything_is_sent(
    make_desk: MakeDesk, keeping: dict[str, Any], by_admin: bool, spelling: str
) -> None:
    """Who changes his address to that of another, in whatever capitals, gets neither it nor mail.

    That was a way to take accounts over where applications take an unproven address for its owner.
    """
    desk = make_desk(**keeping, alias_attributes=("email",), case_sensitive=False)
    own_proven(desk)
    eve = own(desk, "eve")
    before = rows_of(desk.world)
    with refused(AliasExistsException, "An account with the given email already exists."):
        if by_admin:
            given = pairs(email=spelling)
            desk.admin("AdminUpdateUserAttributes", "eve", UserAttributes=given)
        else:
            eve.update(email=spelling)
    assert rows_of(desk.world) == before
    assert desk.look(EMAIL)["Username"] == "ann"


def test_addresses_of_others_are_not_tried_out_without_end(make_desk: MakeDesk) -> None:
    """To be told that an address is taken costs what a message to a free one does."""
    desk = make_desk(alias_attributes=("email",))
    own_proven(desk)
    eve = own(desk, "eve")
    for number in range(4):
        eve.update(email=f"eve{number}@example.com")
    with refused(AliasExistsException):
        eve.update(email=EMAIL)

    for email in (EMAIL, "free@example.com"):
        with refused(TooManyRequestsException):
            eve.update(email=email)


def test_a_preferred_name_of_another_user_is_refused(make_desk: MakeDesk) -> None:
    """Names that need no proof are claimed at once."""
    desk = make_desk(alias_attributes=("preferred_username",))
    own(desk, preferred_username="king")
    eve = own(desk, "eve")
    with refused(
        AliasExistsException, "An account with the given preferred_username already exists."
    ):
        eve.update(preferred_username="king")
    eve.update(preferred_username="queen")
    assert (desk.look("king")["Username"], desk.look("queen")["Username"]) == ("ann", "eve")


@pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
def test_an_address_as_name_moves_with_the_attribute(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """With UsernameAttributes the new address signs in as soon as it is the user's."""
    desk = make_desk(**keeping, username_attributes=("email",))
    ann = own_proven(desk)
    own_proven(desk, "bob", "bob@example.com")
    with refused(AliasExistsException, "An account with the given email already exists."):
        ann.update(email="bob@example.com")
    ann.update(email=NEW)
    assert desk.signed_in(EMAIL if keeping else NEW)
    ann.verify(desk.code())
    assert desk.signed_in(NEW)
    with refused(UserNotFoundException):
        desk.signed_in(EMAIL)


def test_an_old_proof_signs_nobody_in(make_desk: MakeDesk) -> None:
    """Neither the alias that was given up nor the one that is unproven leads to the user."""
    ann = own_proven(make_desk(alias_attributes=("email",)))
    ann.update(email=NEW)
    for name in (EMAIL, NEW):
        with refused(UserNotFoundException):
            ann.desk.signed_in(name)


def test_a_proven_alias_signs_in(make_desk: MakeDesk) -> None:
    """From the proof on, and not before."""
    ann = own(make_desk(alias_attributes=("email",)), email=EMAIL)
    ann.ask()
    ann.verify(ann.desk.code())
    assert ann.desk.signed_in(EMAIL)


@each_way
def test_an_alias_belongs_to_who_proves_it_first(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """The second is told so and stays as he was; the first has the name."""
    desk = make_desk(**keeping, alias_attributes=("email",))
    ann, eve = own(desk), own_proven(desk, "eve", "eve@example.com")
    eve.update(email=NEW)
    of_eve = desk.code()
    ann.update(email=NEW)
    ann.verify(desk.code())
    before = rows_of(desk.world)["users"]
    with refused(AliasExistsException, "An account with the given email already exists."):
        eve.verify(of_eve)
    assert rows_of(desk.world)["users"] == before
    assert desk.look(NEW)["Username"] == "ann"


@each_way
def test_of_two_who_prove_an_alias_at_once_one_has_it(
    make_desk: MakeDesk, keeping: dict[str, Any]
) -> None:
    """In parallel as one after the other."""
    desk = make_desk(**keeping, alias_attributes=("email",))
    people = [own(desk, name) for name in ("ann", "bob", "carl", "dora")]
    codes = []
    for each in people:
        each.update(email=NEW)
        codes.append(desk.code())
    results = outcomes(len(people), lambda n: people[n].verify(codes[n]))
    winners = [n for n, result in enumerate(results) if result == {}]
    assert len(winners) == 1
    assert {type(each) for each in results} == {dict, AliasExistsException}
    assert desk.look(NEW)["Username"] == people[winners[0]].username
    proven = [each for each in people if each.attributes.get("email_verified") == "true"]
    assert proven == [people[winners[0]]]
