"""The laboratory finds what it looks for: each kind of damage, planted by hand, is reported."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from tests.faultlab import life
from tests.faultlab.caller import Caller
from tests.faultlab.examine import examine
from tests.faultlab.invariants import broken, rows
from tests.faultlab.journal import Journal
from tests.faultlab.life import Person
from tests.faultlab.locks import signed_in
from tests.faultlab.nursery import Nursery
from tests.faultlab.place import make_place

PASSKEY = "'id', 'rp', 'name', x'00', 0, 'aaguid', NULL, '[]', FALSE, FALSE, FALSE, 0, NULL"
"""The columns of a passkey after those of its user, in SQL."""


class Scene:
    """One server, its journal, and the people who write it."""

    def __init__(self, caller: Caller, store_url: str) -> None:
        self.store_url = store_url
        self.caller = caller
        self.place = make_place(caller.port)
        self.journal = Journal()

    def newcomer(self) -> Person:
        """Somebody who has not signed up yet."""
        return Person(self.caller, self.place, self.journal, Event())

    def damage(self, *statements: str) -> None:
        """Change the database behind the server's back."""
        for statement in statements:
            rows(self.store_url, statement)

    def examined(self) -> str:
        """What the public API gives away."""
        return "\n".join(examine(self.journal, self.place, [self.caller.port]))

    def queried(self) -> str:
        """What the database gives away."""
        return "\n".join(broken(self.store_url))


@pytest.fixture
def scene(nursery: Nursery, sqlite_url: str) -> Iterator[Scene]:
    """A server with nobody in it."""
    with Caller(nursery.start(sqlite_url).port) as caller:
        yield Scene(caller, sqlite_url)


def test_whole_lives_are_without_fault(scene: Scene) -> None:
    """Everybody who did one thing of each kind is found to be what he was told."""
    for ending in life.ENDINGS:
        ending(signed_in(scene.newcomer()))
    life.sign_up(scene.newcomer())

    assert scene.queried() == ""
    assert scene.examined() == ""


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM names WHERE kind = 'email'", "user without his address as a name"),
        ("DELETE FROM names WHERE kind = 'username'", "user without his own name"),
        ("DELETE FROM credentials", "user without credentials"),
        ("DELETE FROM searched", "user whom no search finds"),
        ("UPDATE searched SET cognito_user_status = 'x'", "user whom no search finds"),
        ("UPDATE users SET enabled = FALSE", "user whom no search finds"),
        ("DELETE FROM users", "row of names without a user"),
        ("DELETE FROM codes", "unconfirmed user without a code"),
        (
            f"INSERT INTO passkeys SELECT pool_id, sub, {PASSKEY} FROM users",
            "passkey without its name",
        ),
        (
            "INSERT INTO memberships SELECT pool_id, sub, 'gone' FROM users",
            "membership of a group that is gone",
        ),
        (
            "INSERT INTO names SELECT pool_id, 'passkey', 'id', sub FROM users",
            "name of a passkey that is gone",
        ),
        (
            "INSERT INTO software_tokens SELECT pool_id, 'gone', 'id', x'00', 0, 0 FROM users",
            "row of software_tokens without a user",
        ),
        ("UPDATE credentials SET generation = generation + 1", "verifier of another password"),
    ],
)
def test_half_users_are_found_in_the_database(scene: Scene, damage: str, found: str) -> None:
    """A row that is missing, or of another generation, is a line of the report."""
    life.sign_up(scene.newcomer())

    scene.damage(damage)

    assert found in scene.queried()


def test_a_lost_user_is_found(scene: Scene) -> None:
    """Who was acknowledged and has vanished without a trace is missed."""
    life.sign_up(scene.newcomer())

    scene.damage(*(f"DELETE FROM {table}" for table in ("users", "names", "credentials", "codes")))

    assert "not one of" in scene.examined()


def test_a_lost_password_is_found(scene: Scene) -> None:
    """A password that is the old one again is noticed."""
    person = signed_in(scene.newcomer())
    scene.damage("CREATE TABLE kept AS SELECT * FROM credentials")
    life.change_password(person)

    scene.damage("DELETE FROM credentials", "INSERT INTO credentials SELECT * FROM kept")

    assert "not one of" in scene.examined()


@pytest.mark.parametrize("end", [life.revoke, life.sign_out, life.sign_out_by_admin])
def test_a_lost_revocation_is_found(scene: Scene, end: life.Ending) -> None:
    """A token that lives again is noticed."""
    end(signed_in(scene.newcomer()))

    scene.damage("UPDATE families SET revoked_at_ms = NULL")

    assert "not one of" in scene.examined()


def test_half_a_disabling_is_found(scene: Scene) -> None:
    """A disabled user whose tokens were forgotten is a line of the report."""
    signed_in(scene.newcomer())

    scene.damage("UPDATE users SET enabled = 0")

    assert "disabled user who is signed in" in scene.queried()


def test_what_was_never_asked_for_is_found(scene: Scene) -> None:
    """A change that no client asked for is no possible world."""
    signed_in(scene.newcomer())

    scene.damage("UPDATE families SET revoked_at_ms = 1")

    assert "not one of" in scene.examined()
