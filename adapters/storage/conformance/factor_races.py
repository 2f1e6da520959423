"""Races for what proves a user: of many threads that use one thing, one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.world import make_namesakes, write
from domain.model.device import Device
from domain.ports.devices import Devices
from domain.ports.passkeys import Passkeys
from domain.ports.pending import Pending
from domain.ports.sentinels import Taken
from domain.ports.software_tokens import SoftwareTokens
from domain.ports.store import Store, Unit


class TestFactorRaces:
    """Parallel uses of one software token, device, passkey or pending value."""

    @promises(SoftwareTokens.use, "exactly one gets True")
    def test_a_step_is_used_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel uses of one step of a software token exactly one is the first."""
        write(stores[0], lambda unit: unit.software_tokens.put(s.SOFTWARE_TOKEN))
        step = s.SOFTWARE_TOKEN.last_step + 1

        used = race(
            stores,
            lambda unit, _: unit.software_tokens.use(s.POOL_ID, s.SUB, s.SOFTWARE_TOKEN.id, step),
        )

        assert used.count(True) == 1

    @promises(SoftwareTokens.use, "if it is above the last")
    def test_the_last_step_never_goes_back(self, stores: Sequence[Store]) -> None:
        """After parallel uses of many steps the highest is the last one."""
        write(stores[0], lambda unit: unit.software_tokens.put(s.SOFTWARE_TOKEN))
        first = s.SOFTWARE_TOKEN.last_step + 1

        used = race(
            stores,
            lambda unit, number: unit.software_tokens.use(
                s.POOL_ID, s.SUB, s.SOFTWARE_TOKEN.id, first + number
            ),
        )

        assert used[-1] is True
        with stores[0].reading() as unit:
            token = unit.software_tokens.get(s.POOL_ID, s.SUB)
        assert token == replace(s.SOFTWARE_TOKEN, last_step=first + RUNNERS - 1)

    @promises(Passkeys.use, "of two assertions that were checked against one counter")
    def test_a_counter_is_raised_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel uses that were checked against one counter exactly one is noted."""
        make_namesakes(stores[0])
        write(stores[0], lambda unit: unit.passkeys.add(s.PASSKEY))
        first = s.PASSKEY.sign_count + 1

        used = race(
            stores,
            lambda unit, number: unit.passkeys.use(
                s.POOL_ID,
                s.SUB,
                s.PASSKEY.id,
                replace(s.PASSKEY_USE, sign_count=first + number),
            ),
        )

        assert used.count(True) == 1
        with stores[0].reading() as unit:
            (passkey,) = unit.passkeys.of_user(s.POOL_ID, s.SUB)
        assert passkey.sign_count == first + used.index(True)

    @promises(Passkeys.add, 'Raises Taken("passkey")')
    def test_a_passkey_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one passkey one wins."""
        make_namesakes(stores[0])

        results = race(stores, lambda unit, _: unit.passkeys.add(s.PASSKEY))

        assert refusals(results, Taken) == RUNNERS - 1

    @promises(Pending.take, "Of concurrent calls exactly one gets it")
    def test_a_pending_value_is_taken_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel takes exactly one gets the value."""
        write(stores[0], lambda unit: unit.pending.put(s.PENDING))

        taken = race(stores, lambda unit, _: unit.pending.take(s.POOL_ID, s.SUB, s.PENDING.name))

        assert taken.count(s.PENDING) == 1
        assert taken.count(None) == RUNNERS - 1

    @promises(Devices.add, 'Raises Taken("device")')
    def test_a_device_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one key one wins, and its device is the one that stays."""
        make_namesakes(stores[0])

        def device(number: int) -> Device:
            return replace(s.DEVICE, name=f"device {number}")

        def add(unit: Unit, number: int) -> None:
            unit.devices.add(device(number))

        results = race(stores, add)

        assert refusals(results, Taken) == RUNNERS - 1
        with stores[0].reading() as unit:
            stored = unit.devices.get(s.POOL_ID, s.SUB, s.DEVICE.key)
        assert stored == device(results.index(None))
