"""Order: what one unit checked holds until its end, and another one beside it waits for that."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    ALL,
    make_pool,
    make_user,
    rows_of,
    standing,
    write,
)
from domain.ports.clients import Clients
from domain.ports.devices import Devices
from domain.ports.families import Families
from domain.ports.pools import Pools
from domain.ports.sentinels import Missing, Stale
from domain.ports.store import Store, Unit
from domain.ports.users import Users

Act = Callable[[Unit], object]

MOMENT_S = 0.2
"""Long enough for a unit that does not wait to come to its end."""
PATIENCE_S = 4
"""How long a unit that waits may take when it need not wait any more."""


def _while_open(stores: Sequence[Store], first: Act, second: Act) -> Future[None]:
    """Do `second` in a unit of its own while that of `first` is open; return how it ended.

    The two use different openings of the place where there are two.
    """
    with ThreadPoolExecutor(1) as beside:
        with stores[0].writing() as unit:
            first(unit)
            later = beside.submit(write, stores[-1], second)
            time.sleep(MOMENT_S)
            assert not later.done(), "the second unit did not wait for the end of the first"
        later.exception(PATIENCE_S)
        return later


def _hold(unit: Unit) -> None:
    unit.users.hold(s.POOL_ID, s.SUB)


def _sign_in(unit: Unit) -> None:
    unit.families.add(s.FAMILY, s.USER.epoch)


def _sign_out(unit: Unit) -> None:
    unit.users.save(replace(s.USER, epoch=s.USER.epoch + 1))
    unit.families.revoke_all(s.POOL_ID, s.SUB, s.NOW_MS)


def _add_user(unit: Unit) -> None:
    unit.users.add(s.USER)


def _add_device(unit: Unit) -> None:
    unit.devices.add(s.DEVICE)


def _add_passkey(unit: Unit) -> None:
    unit.passkeys.add(s.PASSKEY)


def _remove_user(unit: Unit) -> None:
    unit.users.remove(s.POOL_ID, s.SUB)


def _remove_pool(unit: Unit) -> None:
    unit.pools.remove(s.POOL_ID)


class TestOrder:
    """A unit that is under way, and another that depends on how it ends."""

    @promises(Families.add, "The check holds until the unit commits")
    def test_a_sign_out_waits_for_the_sign_in_before_it(self, stores: Sequence[Store]) -> None:
        """The sign-out ends also the family whose unit was open when it began."""
        make_pool(stores[0])
        make_user(stores[0])

        _while_open(stores, _sign_in, _sign_out).result()

        family = standing(stores[0]).family
        assert family is not None
        assert family.revoked_at_ms == s.NOW_MS

    @promises(Families.add, "Stale if his epoch is another")
    def test_a_sign_in_waits_for_the_sign_out_before_it(self, stores: Sequence[Store]) -> None:
        """A family that comes while a change is under way is judged by the user after it."""
        make_pool(stores[0])
        make_user(stores[0])

        with pytest.raises(Stale):
            _while_open(stores, _sign_out, _sign_in).result()

        assert standing(stores[0]).family is None

    @promises(Users.hold, "Let others wait until the unit ends")
    @pytest.mark.parametrize("act", [_hold, _sign_in, _sign_out, _remove_user])
    def test_others_wait_for_who_holds_a_user(self, stores: Sequence[Store], act: Act) -> None:
        """Whoever holds, changes, deletes or signs in a held user does so after the unit."""
        make_pool(stores[0])
        make_user(stores[0])

        _while_open(stores, _hold, act).result()

    @promises(Users.hold, "Raises Missing if he is gone.")
    def test_nobody_holds_a_user_who_is_being_removed(self, stores: Sequence[Store]) -> None:
        """Who waits for a removal finds nobody."""
        make_pool(stores[0])
        make_user(stores[0])

        with pytest.raises(Missing):
            _while_open(stores, _remove_user, _hold).result()

    @promises(Users.remove, "Delete the user's whole world")
    @pytest.mark.parametrize("add", [_add_device, _add_passkey])
    def test_the_removal_of_a_user_waits_for_what_he_adds(
        self, stores: Sequence[Store], add: Act
    ) -> None:
        """What a user was adding when his removal began is removed with him."""
        make_pool(stores[0])
        make_user(stores[0])

        _while_open(stores, add, _remove_user).result()

        with stores[0].reading() as unit:
            assert rows_of(unit, s.POOL_ID, s.SUB) == []

    @promises(Devices.add, "(the user's row is locked)")
    @pytest.mark.parametrize("add", [_add_device, _add_passkey])
    def test_a_change_of_a_user_waits_for_what_he_adds(
        self, stores: Sequence[Store], add: Act
    ) -> None:
        """Who has saved a user sees all that he was adding, and can release its names."""
        make_pool(stores[0])
        make_user(stores[0])
        seen: list[object] = []

        def save_and_look(unit: Unit) -> None:
            unit.users.save(s.USER)
            seen.extend(rows_of(unit, s.POOL_ID, s.SUB))

        _while_open(stores, add, save_and_look).result()

        assert len(seen) == 1

    @promises(Devices.add, "or Missing if the user is gone.")
    @pytest.mark.parametrize("add", [_add_device, _add_passkey])
    def test_what_a_user_adds_waits_for_his_removal(
        self, stores: Sequence[Store], add: Act
    ) -> None:
        """What comes while its user is being removed is refused, not left behind."""
        make_pool(stores[0])
        make_user(stores[0])

        with pytest.raises(Missing):
            _while_open(stores, _remove_user, add).result()

        with stores[0].reading() as unit:
            assert rows_of(unit, s.POOL_ID, s.SUB) == []

    @promises(Users.add, "or Missing if the pool is gone.")
    def test_a_sign_up_waits_for_the_removal_of_its_pool(self, stores: Sequence[Store]) -> None:
        """A user who comes while his pool is being removed is refused, not left behind."""
        make_pool(stores[0])

        with pytest.raises(Missing):
            _while_open(stores, _remove_pool, _add_user).result()

        assert standing(stores[0]).user is None

    @promises(Pools.remove, "Delete the pool with everything that carries its id")
    def test_the_removal_of_a_pool_waits_for_a_sign_up(self, stores: Sequence[Store]) -> None:
        """A user whose unit was open when the removal of his pool began is removed with it."""
        make_pool(stores[0])

        _while_open(stores, _add_user, _remove_pool).result()

        with stores[0].reading() as unit:
            assert unit.pools.get(s.POOL_ID) is None
            assert unit.users.count(s.POOL_ID, ALL).users == 0

    @promises(Clients.add, "or Missing if its pool is gone.")
    def test_a_new_client_waits_for_the_removal_of_its_pool(self, stores: Sequence[Store]) -> None:
        """A client that comes while its pool is being removed is refused, not left behind."""
        make_pool(stores[0])
        second = replace(s.CLIENT, id=s.OTHER_CLIENT_ID)

        with pytest.raises(Missing):
            _while_open(stores, _remove_pool, lambda unit: unit.clients.add(second)).result()

        with stores[0].reading() as unit:
            assert unit.clients.get(s.OTHER_CLIENT_ID) is None
