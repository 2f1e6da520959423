"""What the operations cost: units of work, statements, hashes. Counted, never measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from domain import services as domain_services
from domain.errors import CognitoError
from domain.model.identifiers import Secret
from domain.ports.store import Unit
from tests.support.accounts import Desk
from tests.support.fakes import CheapHasher
from tests.support.second_factors import change_pool
from tests.support.world import PASSWORD, World
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"


class CountingStore:
    """The store in memory, counting reads by statement and writing units by commit."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self.seen: Counter[str] = Counter()

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        with self._store.reading() as unit:
            yield _Counted(unit, self.seen)  # type: ignore[misc] # stands in for any unit

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        with self._store.writing() as unit:
            yield unit
        self.seen["commits"] += 1

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        self._store.close()


class _Counted:
    """A unit whose statements are counted where they are asked for."""

    def __init__(self, unit: object, seen: Counter[str]) -> None:
        self._unit = unit
        self._seen = seen

    def __getattr__(self, name: str) -> object:
        return _CountedRows(getattr(self._unit, name), self._seen)


class _CountedRows:
    def __init__(self, rows: object, seen: Counter[str]) -> None:
        self._rows = rows
        self._seen = seen

    def __getattr__(self, name: str) -> object:
        self._seen["reads"] += 1
        return getattr(self._rows, name)


class CountingHasher(CheapHasher):
    """The cheap hasher, counting every hash that is computed."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes = 0

    def hash(self, password: Secret[str]) -> str:
        self.hashes += 1
        return super().hash(password)

    def verify(self, stored: str, password: Secret[str]) -> bool:
        self.hashes += 1
        return super().verify(stored, password)


class Scale:
    """A desk whose store and hasher count."""

    def __init__(self, desk: Desk) -> None:
        self.store = CountingStore(desk.world)
        self.hasher = CountingHasher()
        self.desk = desk
        world = desk.world
        world.ports = replace(world.ports, store=self.store, hasher=self.hasher)
        world.services = domain_services.build(world.ports, world.deployment)

    def weigh(self, job: Callable[[], object]) -> tuple[int, int, int]:
        """Reads, commits and hashes of a job, once the configuration is cached."""
        self.desk.world.services.catalog.tenancy(self.desk.client.id)
        self.desk.world.services.catalog.remembered(self.desk.client.id)
        self.store.seen.clear()
        self.hasher.hashes = 0
        with suppress(CognitoError):
            job()
        return self.store.seen["reads"], self.store.seen["commits"], self.hasher.hashes


@pytest.fixture
def scale(make_desk: MakeDesk) -> Scale:
    """A pool with one confirmed user, and a client that hides users."""
    desk = make_desk(client_prevent_user_existence_errors="ENABLED")
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, "bob", attributes={"email": EMAIL, "email_verified": "true"})
    return Scale(desk)


def test_a_sign_up_costs_two_reads_one_commit_and_one_hash(scale: Scale) -> None:
    """User, names, password, code and message are one transaction."""
    assert scale.weigh(lambda: scale.desk.sign_up(email=EMAIL)) == (2, 1, 1)


def test_a_refused_name_costs_no_hash(scale: Scale) -> None:
    """A taken name is known before anything dear is done."""
    assert scale.weigh(lambda: scale.desk.sign_up("bob")) == (2, 0, 0)


def test_reading_oneself_costs_one_statement(scale: Scale) -> None:
    """GetUser needs nothing but the standing of its user."""
    token = scale.desk.signed_in("bob")
    assert scale.weigh(lambda: scale.desk.call("GetUser", AccessToken=token)) == (1, 0, 0)


@pytest.mark.parametrize("triggers", [{}, {"CustomEmailSender": "arn"}], ids=["", "sender"])
@pytest.mark.parametrize("username", ["bob", "nobody"])
def test_forgetting_costs_the_same_for_everybody(
    scale: Scale, username: str, triggers: dict[str, str]
) -> None:
    """ENABLED: a recovery takes the same statements and hashes, known or not, sender or not."""
    change_pool(scale.desk.sign_in, triggers=triggers)
    forgot = lambda: scale.desk.public("ForgotPassword", Username=username)  # noqa: E731 - two jobs side by side
    assert scale.weigh(forgot) == (2, 1, 0)


@pytest.mark.parametrize("username", ["bob", "nobody"])
def test_a_wrong_code_costs_its_claim_for_everybody(scale: Scale, username: str) -> None:
    """ENABLED: a wrong recovery code costs two reads and the claim, and never a hash."""
    scale.desk.public("ForgotPassword", Username=username)

    def answer() -> None:
        scale.desk.public(
            "ConfirmForgotPassword",
            Username=username,
            ConfirmationCode="00000x",
            Password=PASSWORD,
        )

    assert scale.weigh(answer) == (2, 1, 0)


def test_a_right_code_costs_a_claim_a_hash_and_its_effect(scale: Scale) -> None:
    """The claim is committed by itself, the effect with the code's consumption."""
    scale.desk.public("ForgotPassword", Username="bob")
    code = scale.desk.code()

    def answer() -> None:
        scale.desk.public(
            "ConfirmForgotPassword",
            Username="bob",
            ConfirmationCode=code,
            Password="N3w!password",
        )

    assert scale.weigh(answer) == (2, 2, 1)
