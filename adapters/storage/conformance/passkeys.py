"""What the port `Passkeys` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_namesakes, make_pool, make_user
from domain.model.identifiers import PoolId, Sub
from domain.model.passkey import Passkey
from domain.ports.passkeys import Passkeys, PasskeyUse
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store

BARE = replace(
    s.PASSKEY,
    id="cGFzc2tleS0y",
    attachment=None,
    transports=(),
    backup_eligible=False,
    backed_up=True,
    user_verified=False,
    created_at_ms=s.NOW_MS - 1,
    used_at_ms=None,
)
ELSEWHERE = (
    replace(s.PASSKEY, sub=s.OTHER_SUB),
    replace(s.PASSKEY, pool_id=s.OTHER_POOL_ID),
)
USED = replace(
    s.PASSKEY,
    sign_count=s.PASSKEY_USE.sign_count,
    backed_up=s.PASSKEY_USE.backed_up,
    used_at_ms=s.PASSKEY_USE.at_ms,
)


def _make(store: Store, *passkeys: Passkey) -> None:
    make_namesakes(store)
    _add(store, *passkeys)


def _add(store: Store, *passkeys: Passkey) -> None:
    with store.writing() as unit:
        for passkey in passkeys:
            unit.passkeys.add(passkey)


def _of_user(store: Store, sub: Sub = s.SUB, pool_id: PoolId = s.POOL_ID) -> list[Passkey]:
    with store.reading() as unit:
        return list(unit.passkeys.of_user(pool_id, sub))


def _elsewhere(store: Store) -> list[Passkey]:
    return [*_of_user(store, s.OTHER_SUB), *_of_user(store, pool_id=s.OTHER_POOL_ID)]


def _use(store: Store, use: PasskeyUse = s.PASSKEY_USE, passkey: Passkey = s.PASSKEY) -> bool:
    with store.writing() as unit:
        return unit.passkeys.use(passkey.pool_id, passkey.sub, passkey.id, use)


def _remove(store: Store, passkey: Passkey = s.PASSKEY) -> None:
    with store.writing() as unit:
        unit.passkeys.remove(passkey.pool_id, passkey.sub, passkey.id)


class TestPasskeys:
    """Passkeys."""

    @promises(Passkeys.add, "Store a new passkey.")
    def test_a_passkey_comes_back_with_every_member(self, store: Store) -> None:
        """A passkey comes back exactly as it was added, also one that has little to say."""
        _make(store, s.PASSKEY, BARE)

        assert _of_user(store) == [s.PASSKEY, BARE]

    @promises(Passkeys.add, 'Raises Taken("passkey")')
    def test_a_passkey_is_unique_for_its_user(self, store: Store) -> None:
        """A second one of the same id is refused; other users and pools may have the id."""
        _make(store, s.PASSKEY)

        with pytest.raises(Taken) as refused:
            _add(store, replace(s.PASSKEY, name="second", sign_count=0))
        _add(store, *ELSEWHERE)

        assert refused.value.what == "passkey"
        assert _of_user(store) == [s.PASSKEY]
        assert _elsewhere(store) == [*ELSEWHERE]

    @promises(Passkeys.add, "or Missing if the user is gone.")
    def test_a_passkey_needs_its_user(self, store: Store) -> None:
        """A passkey of a user who is not there is refused."""
        make_pool(store)
        make_user(store, s.OTHER_USER)

        with pytest.raises(Missing):
            _add(store, s.PASSKEY)

        assert _of_user(store) == []

    @promises(Passkeys.of_user, "Return all passkeys of the user, newest first")
    def test_passkeys_come_newest_first(self, store: Store) -> None:
        """Passkeys descend by time, then by the code points of their ids; others' are not shown."""
        same_time = [replace(s.PASSKEY, id=key) for key in ("a", "_", "B", "b", "-", "0", "Z")]
        newest = replace(s.PASSKEY, id="1", created_at_ms=s.NOW_MS + 1)
        _make(store, BARE, *same_time, newest, *ELSEWHERE)

        found = [passkey.id for passkey in _of_user(store)]

        assert found == ["1", "b", "a", "_", "Z", "B", "0", "-", BARE.id]
        assert _of_user(store, s.NOBODY) == []

    @promises(Passkeys.use, "Note a use, if the stored counter still is `use.counted`")
    def test_a_use_is_noted(self, store: Store) -> None:
        """Counter, state of the backup and time are set; all else, and others, stay."""
        _make(store, s.PASSKEY, BARE, *ELSEWHERE)

        assert _use(store)

        assert _of_user(store) == [USED, BARE]
        assert _elsewhere(store) == [*ELSEWHERE]

    @promises(Passkeys.use, "if the stored counter still is `use.counted`; whether it was.")
    @pytest.mark.parametrize("counted", [s.PASSKEY.sign_count - 1, s.PASSKEY.sign_count + 1, 0])
    def test_a_use_that_was_checked_against_another_counter_is_refused(
        self, store: Store, counted: int
    ) -> None:
        """Whether the counter was higher or lower, nothing is noted."""
        _make(store, s.PASSKEY)

        assert not _use(store, replace(s.PASSKEY_USE, counted=counted))

        assert _of_user(store) == [s.PASSKEY]

    @promises(Passkeys.use, "Many authenticators count nothing and stay at 0.")
    def test_a_passkey_that_counts_nothing_is_used_again_and_again(self, store: Store) -> None:
        """From 0 to 0 every use is noted."""
        silent = replace(s.PASSKEY, sign_count=0)
        _make(store, silent)
        uses = [
            PasskeyUse(counted=0, sign_count=0, backed_up=False, at_ms=s.NOW_MS + later)
            for later in (2, 3)
        ]

        assert [_use(store, use) for use in uses] == [True, True]

        assert _of_user(store) == [replace(silent, used_at_ms=s.NOW_MS + 3)]

    @promises(Passkeys.use, "whether it was.")
    def test_a_passkey_that_is_gone_is_not_used(self, store: Store) -> None:
        """A use makes no passkey, and is none of another id, user or pool."""
        _make(store, BARE, *ELSEWHERE)

        assert not _use(store)

        assert _of_user(store) == [BARE]
        assert _elsewhere(store) == [*ELSEWHERE]

    @promises(Passkeys.remove, "Delete the passkey.")
    def test_a_removed_passkey_is_gone(self, store: Store) -> None:
        """A removed passkey is not shown and may be added again; others stay."""
        _make(store, s.PASSKEY, BARE, *ELSEWHERE)

        _remove(store)

        assert _of_user(store) == [BARE]
        assert _elsewhere(store) == [*ELSEWHERE]
        _add(store, s.PASSKEY)
        assert _of_user(store) == [s.PASSKEY, BARE]

    @promises(Passkeys.remove, "Raises Missing.")
    def test_a_passkey_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """Removing another id, or through another user or pool, raises Missing."""
        _make(store, s.PASSKEY)

        for wrong in (BARE, *ELSEWHERE):
            with pytest.raises(Missing):
                _remove(store, wrong)

        assert _of_user(store) == [s.PASSKEY]
