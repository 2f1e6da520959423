"""Names by which a user could be mistaken for somebody else (SEC-37, SEC-59)."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    InvalidParameterException,
    UsernameExistsException,
    UserNotFoundException,
)
from tests.support.accounts import Desk, refused
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PHONE = "+15555550100"


def in_full_width(text: str) -> str:
    """The text in letters that look wider and are compared as the usual ones."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.fixture
def folding(make_desk: MakeDesk) -> Desk:
    """A pool without case sensitivity, whose users may also sign in by aliases."""
    return make_desk(
        case_sensitive=False, alias_attributes=("email", "phone_number", "preferred_username")
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (in_full_width(EMAIL), texts.USERNAME_LIKE_EMAIL),
        (EMAIL.replace("@", in_full_width("@")), texts.USERNAME_LIKE_EMAIL),
        (in_full_width(PHONE), texts.USERNAME_LIKE_PHONE),
    ],
)
@pytest.mark.parametrize("operation", ["SignUp", "AdminCreateUser"])
def test_a_name_that_is_compared_as_an_address_is_none(
    folding: Desk, operation: str, name: str, text: str
) -> None:
    """Otherwise a stranger would hold the sign-in name of whoever has that address later."""
    with refused(InvalidParameterException, text):
        if operation == "SignUp":
            folding.sign_up(name)
        else:
            folding.admin(operation, name)


def test_an_address_finds_its_owner_and_no_preferred_name(folding: Desk) -> None:
    """A preferred name in the form of an address is not what finds a user by that address."""
    pool = folding.world.services.catalog.pool(folding.client.pool_id)
    folding.world.add_user(pool, "eve", attributes={"preferred_username": EMAIL})

    with refused(UserNotFoundException):
        folding.look(EMAIL)
    ann = folding.world.add_user(pool, "ann", attributes={"email": EMAIL, "email_verified": "true"})
    assert folding.look(EMAIL)["attributes"]["sub"] == ann.sub


@pytest.mark.parametrize("spell", [str, str.upper, in_full_width])
def test_the_sub_of_another_user_is_no_name(folding: Desk, spell: type[str]) -> None:
    """In no spelling: an administrator who calls a user by `sub` means that user."""
    sub = folding.sign_up(email=EMAIL)["UserSub"]

    with refused(UsernameExistsException, texts.USER_EXISTS):
        folding.sign_up(spell(sub), email="eve@example.com")


def test_a_sub_finds_its_user_whoever_prefers_it_as_a_name(folding: Desk) -> None:
    """A preferred name that is somebody's `sub` leads no administrator astray."""
    sub = folding.sign_up(email=EMAIL)["UserSub"]
    pool = folding.world.services.catalog.pool(folding.client.pool_id)
    folding.world.add_user(pool, "eve", attributes={"preferred_username": sub})

    assert folding.look(sub)["Username"] == "ann"
    assert folding.look(sub.upper())["Username"] == "ann"


def test_names_in_the_form_of_a_sub_find_their_users(folding: Desk) -> None:
    """Applications name users by UUIDs of their own."""
    name = "0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77"
    folding.sign_up(name, email=EMAIL)

    assert folding.look(name)["Username"] == name
