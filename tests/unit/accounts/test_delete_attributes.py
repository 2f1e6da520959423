"""DeleteUserAttributes and AdminDeleteUserAttributes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from tests.support.accounts import refused, rows_of
from tests.unit.accounts.attribute_desk import EMAIL, Own, own, own_proven
from tests.unit.accounts.conftest import MakeDesk

SCHEMA = (
    *(replace(each, required=each.name in {"sub", "name"}) for each in STANDARD_ATTRIBUTES),
    AttributeSchema(name="custom:fixed", data_type=DataType.STRING, mutable=False),
    AttributeSchema(name="custom:free", data_type=DataType.STRING),
)
REFUSED = "Attributes did not conform to the schema: "

each_side = pytest.mark.parametrize("by_admin", [False, True], ids=["own", "admin"])


def delete(ann: Own, by_admin: bool, *names: str) -> Any:  # noqa: ANN401 - a response
    """Delete attributes, by either operation."""
    if by_admin:
        return ann.desk.admin("AdminDeleteUserAttributes", UserAttributeNames=list(names))
    return ann.delete(*names)


@each_side
def test_attributes_go(make_desk: MakeDesk, by_admin: bool) -> None:
    """What has no value, and what is named twice, is no error."""
    ann = own(make_desk(schema=SCHEMA), **{"name": "Ann", "nickname": "A", "custom:free": "1"})
    assert delete(ann, by_admin, "nickname", "custom:free", "locale", "nickname") == {}
    assert ann.attributes == {"name": "Ann"}
    assert delete(ann, by_admin) == {}


@each_side
def test_a_deleted_address_is_no_alias_any_more(make_desk: MakeDesk, by_admin: bool) -> None:
    """With the address go its proof and its name, which another user may have then."""
    desk = make_desk(alias_attributes=("email",))
    ann = own_proven(desk)
    delete(ann, by_admin, "email")
    assert ann.attributes == {}
    with refused(UserNotFoundException):
        desk.signed_in(EMAIL)
    eve = own(desk, "eve")
    eve.update(email=EMAIL)
    eve.verify(desk.code())
    assert desk.look(EMAIL)["Username"] == "eve"


@each_side
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", f"{REFUSED}name: The attribute is required\n"),
        (
            "custom:fixed",
            "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)",
        ),
    ],
)
def test_what_must_stay_stays(make_desk: MakeDesk, by_admin: bool, name: str, text: str) -> None:
    """A required or immutable attribute is refused, and with it all that is named beside it."""
    given = {"name": "Ann", "nickname": "A", "custom:fixed": "1"}
    ann = own(make_desk(schema=SCHEMA), **given)
    before = rows_of(ann.desk.world)
    with refused(InvalidParameterException, text):
        delete(ann, by_admin, "nickname", name)
    assert rows_of(ann.desk.world) == before


def test_unknown_attributes_are_told(make_desk: MakeDesk) -> None:
    """Each operation in the words that its callers know."""
    ann = own(make_desk())
    with refused(
        InvalidParameterException, f"{REFUSED}custom:x: Attribute does not exist in the schema.\n"
    ):
        ann.delete("custom:x")
    with refused(
        InvalidParameterException,
        f"{REFUSED}Type for attribute {{custom:x}} could not be determined",
    ):
        delete(ann, True, "custom:x")


def test_a_client_deletes_what_it_may_write(make_desk: MakeDesk) -> None:
    """WriteAttributes bound deletions too."""
    ann = own(make_desk(client_write_attributes=("nickname",)), nickname="A", locale="pt")
    ann.delete("nickname")
    for name in ("locale", "email_verified", "sub"):
        with refused(NotAuthorizedException, "A client attempted to write unauthorized attribute"):
            ann.delete(name)
    assert ann.attributes == {"locale": "pt"}


def test_an_administrator_takes_a_proof_back(make_desk: MakeDesk) -> None:
    """Without its proof the address signs nobody in; `sub` stays whoever asks."""
    ann = own_proven(make_desk(alias_attributes=("email",)))
    delete(ann, True, "email_verified")
    with refused(UserNotFoundException):
        ann.desk.signed_in(EMAIL)
    with refused(InvalidParameterException):
        delete(ann, True, "sub")


def test_nobody_has_no_attributes(make_desk: MakeDesk) -> None:
    """An administrator is told that there is no user."""
    with refused(UserNotFoundException, "User does not exist."):
        make_desk().admin("AdminDeleteUserAttributes", "nobody", UserAttributeNames=["name"])
