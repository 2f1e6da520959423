"""What the port `Sessions` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, make_namesakes, make_user, write
from domain.model.session import Activity, UserSession
from domain.ports.clients import Clients
from domain.ports.sentinels import Taken
from domain.ports.sessions import Sessions
from domain.ports.store import Store, Unit
from domain.ports.users import Users

LATER = Activity(at_ms=s.NOW_MS + 9, ip="198.51.100.7", user_agent="curl/8.0")
BARE = replace(s.SESSION, family_id="family-2", last=Activity(at_ms=s.NOW_MS))
OTHERS = (
    replace(s.SESSION, sub=s.OTHER_SUB),
    replace(s.SESSION, pool_id=s.OTHER_POOL_ID),
)


def _family(unit: Unit, session: UserSession) -> None:
    family = replace(
        s.FAMILY,
        pool_id=session.pool_id,
        sub=session.sub,
        id=session.family_id,
        client_id=session.client_id,
        expires_at_ms=session.expires_at_ms,
    )
    unit.families.add(family, s.USER.epoch)


def _make(store: Store, *sessions: UserSession) -> None:
    """Store three users, and the sessions with their families."""
    make_namesakes(store)
    with store.writing() as unit:
        for session in sessions:
            _family(unit, session)
            unit.sessions.add(session)


def _sessions(
    store: Store, of: UserSession = s.SESSION, now_ms: int = s.NOW_MS, limit: int = ALL
) -> list[UserSession]:
    with store.reading() as unit:
        return list(unit.sessions.of_user(of.pool_id, of.sub, now_ms, limit))


class TestSessions:
    """User sessions."""

    @promises(Sessions.add, "Store the record of a family.")
    def test_a_session_comes_back_with_every_member(self, store: Store) -> None:
        """A record comes back exactly as it was added, also one that has little to say."""
        _make(store, s.SESSION, BARE, *OTHERS)

        assert _sessions(store) == [s.SESSION, BARE]
        for other in OTHERS:
            assert _sessions(store, other) == [other]

    @promises(Sessions.add, 'Raises Taken("session") if it has one.')
    def test_a_family_has_one_record(self, store: Store) -> None:
        """A second record of the family is refused and does not replace the first."""
        _make(store, s.SESSION)

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.sessions.add(replace(s.SESSION, last=LATER)))

        assert refused.value.what == "session"
        assert _sessions(store) == [s.SESSION]

    @promises(Sessions.of_user, "A family is over when it was ended or has expired at `now_ms`.")
    def test_records_of_what_is_over_are_not_told(self, store: Store) -> None:
        """Neither of an ended family, nor of an expired one, nor of one that is not there."""
        _make(store, s.SESSION, BARE)
        write(
            store,
            lambda unit: unit.families.revoke(s.POOL_ID, s.SUB, BARE.family_id, s.NOW_MS),
            lambda unit: unit.sessions.add(replace(s.SESSION, family_id="family-9")),
        )

        end_ms = s.SESSION.expires_at_ms
        assert _sessions(store) == [s.SESSION]
        assert _sessions(store, now_ms=end_ms - 1) == [s.SESSION]
        assert _sessions(store, now_ms=end_ms) == []

    @promises(Sessions.of_user, "Descending by the time of the last activity, then by family id.")
    def test_the_latest_come_first(self, store: Store) -> None:
        """The limit leaves out those that were used the longest ago."""
        same_time = [replace(s.SESSION, family_id=each) for each in ("c", "a", "b")]
        later = replace(s.SESSION, family_id="0", last=LATER)
        _make(store, *same_time, later, BARE, *OTHERS)

        told = [session.family_id for session in _sessions(store)]
        assert told == ["0", "c", "b", "a", BARE.family_id]
        assert [session.family_id for session in _sessions(store, limit=2)] == ["0", "c"]

    @promises(Sessions.touch, "Replace the last activity")
    @pytest.mark.parametrize("activity", [LATER, Activity(at_ms=s.NOW_MS + 9)])
    def test_the_last_activity_is_replaced(self, store: Store, activity: Activity) -> None:
        """Time, address and program are those of the last use; other records stay."""
        _make(store, s.SESSION, BARE, *OTHERS)

        write(
            store,
            lambda unit: unit.sessions.touch(s.POOL_ID, s.SUB, s.SESSION.family_id, activity),
        )

        assert _sessions(store) == [replace(s.SESSION, last=activity), BARE]
        assert [_sessions(store, other) for other in OTHERS] == [[other] for other in OTHERS]

    @promises(Sessions.touch, "nothing happens where there is no record.")
    def test_a_family_without_record_gets_none(self, store: Store) -> None:
        """To note a use makes no record."""
        _make(store, s.SESSION)
        write(store, lambda unit: _family(unit, BARE))

        write(store, lambda unit: unit.sessions.touch(s.POOL_ID, s.SUB, BARE.family_id, LATER))

        assert _sessions(store) == [s.SESSION]

    @promises(Sessions.drop, "Delete the record; nothing happens where there is none.")
    def test_a_record_is_deleted(self, store: Store) -> None:
        """It alone goes, and its family may get another."""
        _make(store, s.SESSION, BARE, *OTHERS)

        for _ in range(2):
            write(store, lambda unit: unit.sessions.drop(s.POOL_ID, s.SUB, s.SESSION.family_id))
            assert _sessions(store) == [BARE]

        write(store, lambda unit: unit.sessions.add(replace(s.SESSION, last=LATER)))
        assert _sessions(store) == [replace(s.SESSION, last=LATER), BARE]
        assert [_sessions(store, other) for other in OTHERS] == [[other] for other in OTHERS]

    @promises(Sessions.drop_all, "Delete every record of the user.")
    def test_all_records_of_a_user_are_deleted(self, store: Store) -> None:
        """His alone; those of another user, and of his namesake in another pool, stay."""
        _make(store, s.SESSION, BARE, *OTHERS)

        write(store, lambda unit: unit.sessions.drop_all(s.POOL_ID, s.SUB))

        assert _sessions(store) == []
        assert [_sessions(store, other) for other in OTHERS] == [[other] for other in OTHERS]

    @promises(Users.remove, "locks, budgets, families, sessions,")
    def test_nothing_is_left_of_a_removed_user(self, store: Store) -> None:
        """A later user and family of the same ids have no record."""
        _make(store, s.SESSION)

        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        make_user(store)
        write(store, lambda unit: _family(unit, s.SESSION))
        assert _sessions(store) == []

    @promises(Clients.remove, "its token families and their sessions.")
    def test_nothing_is_left_of_a_removed_client(self, store: Store) -> None:
        """A later family of the same id has no record; those of other clients stay."""
        other = replace(BARE, client_id=s.OTHER_CLIENT_ID)
        _make(store, s.SESSION, other)

        write(store, lambda unit: unit.clients.remove(s.POOL_ID, s.CLIENT_ID))

        write(store, lambda unit: _family(unit, s.SESSION))
        assert _sessions(store) == [other]
