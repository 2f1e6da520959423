"""What the port `Devices` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, make_namesakes, make_pool, make_user, write
from domain.model.device import Device
from domain.ports.devices import Devices, DeviceUse
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit

LATER_MS = s.NOW_MS + 9
USE = DeviceUse(at_ms=LATER_MS, ip="198.51.100.7")
BARE = replace(
    s.DEVICE,
    key="us-east-1_device-2",
    name=None,
    sealed_verifier=None,
    remembered=False,
    by_mfa=False,
    last_ip=None,
)
OTHERS = (
    BARE,
    replace(s.DEVICE, sub=s.OTHER_SUB),
    replace(s.DEVICE, pool_id=s.OTHER_POOL_ID),
)


def _make(store: Store, *devices: Device) -> None:
    make_namesakes(store)
    _add(store, *devices)


def _add(store: Store, *devices: Device) -> None:
    with store.writing() as unit:
        for device in devices:
            unit.devices.add(device)


def _get(store: Store, device: Device = s.DEVICE) -> Device | None:
    with store.reading() as unit:
        return unit.devices.get(device.pool_id, device.sub, device.key)


def _page(store: Store, after: tuple[int, str] | None, limit: int = ALL) -> list[str]:
    with store.reading() as unit:
        return [device.key for device in unit.devices.page(s.POOL_ID, s.SUB, after, limit)]


def _remember(unit: Unit, device: Device = s.DEVICE) -> None:
    unit.devices.remember(
        device.pool_id,
        device.sub,
        device.key,
        remembered=device.remembered,
        by_mfa=device.by_mfa,
        at_ms=device.modified_at_ms,
    )


def _touch(store: Store, device: Device = s.DEVICE, use: DeviceUse = USE) -> bool:
    with store.writing() as unit:
        return unit.devices.touch(device.pool_id, device.sub, device.key, use)


def _remove(unit: Unit, key: str = s.DEVICE.key) -> None:
    unit.devices.remove(s.POOL_ID, s.SUB, key)


class TestDevices:
    """Devices."""

    @promises(Devices.add, "Store a new device.")
    def test_a_device_comes_back_with_every_member(self, store: Store) -> None:
        """A device comes back exactly as it was added, also one that has little to say."""
        _make(store, s.DEVICE, BARE)

        assert _get(store) == s.DEVICE
        assert _get(store, BARE) == BARE

    @promises(Devices.add, 'Raises Taken("device")')
    def test_a_key_is_unique_for_its_user(self, store: Store) -> None:
        """A second device of the same key is refused; other users and pools may have the key."""
        _make(store, s.DEVICE)

        with pytest.raises(Taken) as refused:
            _add(store, replace(s.DEVICE, name="second"))
        _add(store, *OTHERS)

        assert refused.value.what == "device"
        assert [_get(store, device) for device in (s.DEVICE, *OTHERS)] == [s.DEVICE, *OTHERS]

    @promises(Devices.add, "or Missing if the user is gone.")
    def test_a_device_needs_its_user(self, store: Store) -> None:
        """A device of a user who is not there is refused."""
        make_pool(store)
        make_user(store, s.OTHER_USER)

        with pytest.raises(Missing):
            _add(store, s.DEVICE)

        assert _get(store) is None

    @promises(Devices.get, "Return the device, or None.")
    def test_an_unknown_device_is_none(self, store: Store) -> None:
        """A key finds no device of another user or pool."""
        _make(store, *OTHERS)

        assert _get(store) is None

    @promises(Devices.remember, "Set whether it is remembered, and `by_mfa`")
    def test_a_device_is_remembered_and_forgotten(self, store: Store) -> None:
        """Both marks and the time of modification are set; all else, and others, stay."""
        _make(store, s.DEVICE, *OTHERS)
        remembered = replace(BARE, remembered=True, by_mfa=True, modified_at_ms=LATER_MS)
        forgotten = replace(s.DEVICE, remembered=False, by_mfa=False, modified_at_ms=LATER_MS)

        write(store, lambda unit: _remember(unit, remembered))
        write(store, lambda unit: _remember(unit, forgotten))

        assert _get(store) == forgotten
        assert [_get(store, device) for device in OTHERS] == [remembered, *OTHERS[1:]]

    @promises(Devices.touch, "Note a sign-in from the device")
    def test_a_sign_in_is_noted(self, store: Store) -> None:
        """Time and address of the last sign-in are set, also to none; all else stays."""
        _make(store, s.DEVICE, *OTHERS)

        assert _touch(store)
        touched = replace(s.DEVICE, authenticated_at_ms=LATER_MS, last_ip="198.51.100.7")
        assert _get(store) == touched
        assert [_get(store, device) for device in OTHERS] == [*OTHERS]

        assert _touch(store, use=DeviceUse(at_ms=LATER_MS + 1))
        assert _get(store) == replace(touched, authenticated_at_ms=LATER_MS + 1, last_ip=None)

    @promises(Devices.touch, "With `use.by_mfa` the device has that too from then on.")
    def test_a_sign_in_beside_a_second_factor_is_kept(self, store: Store) -> None:
        """`by_mfa` is set, and is not lost by a later sign-in without; other devices stay."""
        device, *others = (replace(each, by_mfa=False) for each in (s.DEVICE, *OTHERS))
        _make(store, device, *others)

        assert _touch(store, use=replace(USE, by_mfa=True))
        assert _touch(store, use=replace(USE, at_ms=LATER_MS + 1))

        assert _get(store) == replace(
            device,
            by_mfa=True,
            modified_at_ms=LATER_MS,
            authenticated_at_ms=LATER_MS + 1,
            last_ip=USE.ip,
        )
        assert [_get(store, other) for other in others] == others

    @promises(Devices.touch, "if it is there and remembered; whether it was.")
    @pytest.mark.parametrize("use", [USE, replace(USE, by_mfa=True)])
    def test_only_a_remembered_device_is_signed_in_from(self, store: Store, use: DeviceUse) -> None:
        """A device that is gone is not made, one that is not remembered is not changed."""
        _make(store, *OTHERS)

        assert not _touch(store, s.DEVICE, use)
        assert not _touch(store, BARE, use)

        assert _get(store) is None
        assert [_get(store, device) for device in OTHERS] == [*OTHERS]

    @promises(Devices.remove, "Delete the device.")
    def test_a_removed_device_is_gone(self, store: Store) -> None:
        """A removed device is not found and may be added again; others stay."""
        _make(store, s.DEVICE, *OTHERS)

        write(store, _remove)

        assert _get(store) is None
        assert [_get(store, device) for device in OTHERS] == [*OTHERS]
        _add(store, s.DEVICE)
        assert _get(store) == s.DEVICE

    @promises(Devices.remember, "Raises Missing.")
    def test_a_device_that_is_gone_is_not_remembered(self, store: Store) -> None:
        """Remembering another key, or through another user or pool, raises Missing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, _remember)

        assert _get(store) is None
        assert [_get(store, device) for device in OTHERS] == [*OTHERS]

    @promises(Devices.remove, "Raises Missing.")
    def test_a_device_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """Removing another key, or through another user or pool, raises Missing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, _remove)

        assert [_get(store, device) for device in OTHERS] == [*OTHERS]

    @promises(Devices.page, "Return at most `limit` devices of the user, newest first.")
    def test_devices_come_newest_first(self, store: Store) -> None:
        """Devices descend by time, then by the code points of their keys, and have every member."""
        keys = ["b", "a-1", "B", "a_1", "z", "a"]
        _make(store, *(replace(s.DEVICE, key=key) for key in keys))
        _add(store, replace(s.DEVICE, key="older", created_at_ms=s.NOW_MS - 1))
        newest = replace(s.DEVICE, key="0", created_at_ms=s.NOW_MS + 1)
        _add(store, newest, *OTHERS[1:])

        assert _page(store, None) == ["0", *sorted(keys, reverse=True), "older"]
        with store.reading() as unit:
            assert list(unit.devices.page(s.POOL_ID, s.SUB, None, 1)) == [newest]
            assert list(unit.devices.page(s.POOL_ID, s.OTHER_SUB, None, ALL)) == [OTHERS[1]]

    @promises(Devices.page, "Descending by (`created_at_ms`, `key`), beginning below `after`.")
    def test_pages_of_devices_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through five devices, while some come and others go."""
        places = (("a", 1), ("b", 2), ("c", 2), ("d", 2), ("e", 3))
        _make(store, *(replace(s.DEVICE, key=key, created_at_ms=at) for key, at in places))

        assert _page(store, None, 2) == ["e", "d"]
        write(store, lambda unit: _remove(unit, "d"), lambda unit: _remove(unit, "e"))
        _add(store, replace(s.DEVICE, key="f", created_at_ms=4))

        assert _page(store, (2, "d"), 2) == ["c", "b"]
        assert _page(store, (2, "b"), 2) == ["a"]
        assert _page(store, (1, "a"), 2) == []
        assert _page(store, None, 0) == []
