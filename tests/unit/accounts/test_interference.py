"""What happens when a user is changed between the read and the write of a use case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from domain import services as domain_services
from domain.errors import TooManyRequestsException, UserNotFoundException
from domain.ports.sentinels import Stale
from domain.ports.store import Unit
from tests.support.accounts import Desk, Functions, pairs, refused, rows_of
from tests.support.world import World
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.linking_desk import LinkingDesk, who
from tests.unit.pools.overtaken import Overtaken

EMAIL = "ann@example.com"


class InterruptedStore:
    """The store in memory; before the next writing units somebody else is served first."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self.interruptions: list[Callable[[], object]] = []

    def reading(self) -> Any:  # noqa: ANN401 - the unit of the store beneath
        return self._store.reading()

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        if self.interruptions:
            self.interruptions.pop(0)()
        with self._store.writing() as unit:
            yield unit

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        self._store.close()


class Busy:
    """One desk that works undisturbed and one that is interrupted, in the same pool."""

    def __init__(self, desk: Desk) -> None:
        self.quiet = desk
        self.store = InterruptedStore(desk.world)
        other = World(store=desk.world.store, clock=desk.world.clock)
        other.ports = replace(other.ports, store=self.store, signer=desk.world.ports.signer)
        other.services = domain_services.build(other.ports, other.deployment)
        self.disturbed = Desk(other, desk.client)

    def rename(self, email: str) -> Callable[[], object]:
        """An administrator's change of the alias, to be done at the worst moment."""
        given = pairs(email=email, email_verified="true")
        return lambda: self.quiet.admin("AdminUpdateUserAttributes", UserAttributes=given)


@pytest.fixture
def busy(make_desk: MakeDesk) -> Busy:
    """The scene."""
    desk = make_desk(alias_attributes=("email",))
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes={"email": EMAIL, "email_verified": "true"})
    return Busy(desk)


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("AdminSetUserPassword", {"Password": "N3w!password", "Permanent": True}),
    ("AdminResetUserPassword", {}),
    ("AdminUpdateUserAttributes", {"UserAttributes": pairs(name="Ann")}),
    ("AdminDeleteUserAttributes", {"UserAttributeNames": ["nickname"]}),
    ("AdminDisableUser", {}),
    ("AdminEnableUser", {}),
]


@pytest.mark.parametrize(("operation", "members"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_change_between_read_and_write_is_seen(
    busy: Busy, operation: str, members: dict[str, Any]
) -> None:
    """The use case begins again from its read, so that neither change is lost."""
    busy.store.interruptions = [busy.rename("new@example.com")]
    assert busy.disturbed.admin(operation, **members) == {}
    attributes = busy.quiet.look("new@example.com")["attributes"]
    assert attributes["email"] == "new@example.com"
    assert attributes.get("name") == ("Ann" if "UserAttributes" in members else None)


@pytest.mark.parametrize(("operation", "members"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_user_who_never_rests_is_told_to_be_busy(
    busy: Busy, operation: str, members: dict[str, Any]
) -> None:
    """Changed again during the second attempt, the caller is asked to come back."""
    busy.store.interruptions = [busy.rename("one@example.com"), busy.rename("two@example.com")]
    with refused(TooManyRequestsException):
        busy.disturbed.admin(operation, **members)
    assert busy.quiet.look("two@example.com")["Enabled"] is True


@pytest.mark.parametrize("operation", [row[0] for row in CHANGES])
def test_a_user_deleted_meanwhile_is_unknown(busy: Busy, operation: str) -> None:
    """Nothing is written for a user who is gone, and the caller is told so."""
    busy.store.interruptions = [lambda: busy.quiet.admin("AdminDeleteUser")]
    with refused(UserNotFoundException, "User does not exist."):
        busy.disturbed.admin(operation, **dict(CHANGES)[operation])
    rows = rows_of(busy.quiet.world)
    assert (rows["users"], rows["names"], rows["credentials"], rows["outbox"]) == ({}, {}, {}, {})


@pytest.mark.parametrize("named", [who("Google", "1"), who("Cognito", "ann")], ids=str)
def test_a_link_and_its_end_see_a_change(busy: Busy, named: dict[str, str]) -> None:
    """An identity is linked to the user of the moment, and ended for him."""
    links = LinkingDesk(busy.disturbed)
    destination = {"DestinationUser": who("Cognito", "ann"), "SourceUser": who("Google", "1")}
    busy.store.interruptions = [busy.rename("one@example.com")]
    links.call("AdminLinkProviderForUser", **destination)
    busy.store.interruptions = [busy.rename("two@example.com")]
    links.call("AdminDisableProviderForUser", User=named)

    attributes = busy.quiet.look("two@example.com")["attributes"]
    assert attributes["email"] == "two@example.com"
    assert ("identities" in attributes) is (named["ProviderName"] == "Cognito")


def test_nobody_is_linked_who_is_deleted_meanwhile(busy: Busy) -> None:
    """The caller is told, and the identity is free."""
    links = LinkingDesk(busy.disturbed)
    busy.store.interruptions = [lambda: busy.quiet.admin("AdminDeleteUser")]
    with refused(UserNotFoundException, "User does not exist."):
        links.link(who("Google", "1"))
    assert rows_of(busy.quiet.world)["names"] == {}


def test_a_deletion_takes_the_names_of_the_moment(busy: Busy) -> None:
    """A name that the user gained after the read is given back as well."""
    busy.store.interruptions = [busy.rename("new@example.com")]
    busy.disturbed.admin("AdminDeleteUser")
    assert rows_of(busy.quiet.world)["names"] == {}


def test_a_code_whose_effect_was_disturbed_still_has_one(busy: Busy) -> None:
    """A right code is not lost to somebody else's change, and costs a try more."""
    busy.quiet.public("ForgotPassword", Username="ann")
    code = busy.quiet.code()
    # The first writing unit claims the code, the second has the effect.
    rename = pairs(name="Ann")
    busy.store.interruptions = [
        lambda: None,
        lambda: busy.quiet.admin("AdminUpdateUserAttributes", UserAttributes=rename),
    ]
    busy.disturbed.public(
        "ConfirmForgotPassword", Username="ann", ConfirmationCode=code, Password="N3w!password"
    )
    assert busy.quiet.signed_in(password="N3w!password")
    assert busy.quiet.look()["attributes"]["name"] == "Ann"


def test_an_address_is_proven_although_its_user_was_changed(busy: Busy) -> None:
    """The change of somebody else stays, and the code has its effect at a try more."""
    token = busy.quiet.signed_in()
    given = pairs(email="new@example.com")
    busy.quiet.call("UpdateUserAttributes", AccessToken=token, UserAttributes=given)
    rename = pairs(name="Ann")
    busy.store.interruptions = [
        lambda: None,
        lambda: busy.quiet.admin("AdminUpdateUserAttributes", UserAttributes=rename),
    ]
    busy.disturbed.call(
        "VerifyUserAttribute", AccessToken=token, AttributeName="email", Code=busy.quiet.code()
    )
    attributes = busy.quiet.look("new@example.com")["attributes"]
    assert (attributes["email_verified"], attributes["name"]) == ("true", "Ann")


def test_a_change_that_was_taken_back_does_not_wait_again(make_desk: MakeDesk) -> None:
    """An administrator settles the address while its user asks for another code."""
    desk = make_desk(verify_before_update=("email",))
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes={"email": EMAIL, "email_verified": "true"})
    busy, token = Busy(desk), desk.signed_in()
    given = pairs(email="new@example.com")
    desk.call("UpdateUserAttributes", AccessToken=token, UserAttributes=given)
    busy.store.interruptions = [busy.rename("third@example.com")]
    busy.disturbed.call(
        "GetUserAttributeVerificationCode", AccessToken=token, AttributeName="email"
    )
    assert desk.mail[-1].to == "third@example.com"


def test_an_alias_that_changes_hands_at_a_sign_up_asks_to_come_back(make_desk: MakeDesk) -> None:
    """A verified sign-up takes the alias of a user whom somebody changes at that moment."""
    functions = Functions(PreSignUp={"autoConfirmUser": True, "autoVerifyEmail": True})
    world = World(triggers=functions)
    desk = make_desk(world=world, alias_attributes=("email",), triggers=functions.arns)
    desk.sign_up(email=EMAIL)
    overtaken = Overtaken(world.store, "users.save", Stale())
    ports = replace(world.ports, store=overtaken)
    world.services = domain_services.build(ports, world.deployment)

    with refused(TooManyRequestsException):
        desk.sign_up("eve", email=EMAIL)

    assert desk.look(EMAIL)["Username"] == "ann"
