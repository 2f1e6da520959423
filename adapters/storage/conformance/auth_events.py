"""What the port `AuthEvents` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.event_samples import EVENT, FEEDBACK
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, make_namesakes, make_user, write
from domain.model.auth_event import AuthEvent, EventResponse, EventType, Feedback
from domain.ports.auth_events import AuthEvents
from domain.ports.sentinels import Missing
from domain.ports.store import Store
from domain.ports.users import Users

BARE = AuthEvent(
    pool_id=s.POOL_ID,
    sub=s.SUB,
    id="event-0000",
    at_ms=s.NOW_MS - 1,
    expires_at_ms=s.NOW_MS + s.DAY_MS,
    type=EventType.RESEND_CODE,
    response=EventResponse.PASS,
)
OTHERS = (replace(EVENT, sub=s.OTHER_SUB), replace(EVENT, pool_id=s.OTHER_POOL_ID))


def _make(store: Store, *events: AuthEvent) -> None:
    """Store three users, and what they did."""
    make_namesakes(store)
    _put(store, *events)


def _put(store: Store, *events: AuthEvent) -> None:
    with store.writing() as unit:
        for event in events:
            unit.auth_events.put(event)


def _events(
    store: Store, of: AuthEvent = EVENT, after: tuple[int, str] | None = None, limit: int = ALL
) -> list[AuthEvent]:
    with store.reading() as unit:
        return list(unit.auth_events.page(of.pool_id, of.sub, after, limit))


def _others(store: Store) -> list[AuthEvent]:
    return [event for other in OTHERS for event in _events(store, other)]


class TestAuthEvents:
    """Auth events."""

    @promises(AuthEvents.put, "Store an event, new")
    def test_an_event_comes_back_with_every_member(self, store: Store) -> None:
        """Exactly as it was put, also one that has little to say, and with what was said of it."""
        told = replace(BARE, id="event-00", feedback=FEEDBACK)
        _make(store, EVENT, BARE, told, *OTHERS)

        assert _events(store) == [EVENT, BARE, told]
        assert _others(store) == list(OTHERS)

    @promises(AuthEvents.put, "or as it has gone on")
    @promises(AuthEvents.put, "Of one that is there the instants and the feedback stay")
    def test_an_event_goes_on(self, store: Store) -> None:
        """What came of it is replaced; when it began, and what was said of it, stays."""
        _make(store, EVENT, *OTHERS)
        write(
            store,
            lambda unit: unit.auth_events.give_feedback(s.POOL_ID, s.SUB, EVENT.id, FEEDBACK),
        )
        later = replace(
            BARE, id=EVENT.id, at_ms=s.NOW_MS + 9, expires_at_ms=s.NOW_MS, type=EventType.SIGN_IN
        )

        _put(store, later)

        gone_on = replace(
            later, at_ms=EVENT.at_ms, expires_at_ms=EVENT.expires_at_ms, feedback=FEEDBACK
        )
        assert _events(store) == [gone_on]
        assert _others(store) == list(OTHERS)

    @promises(AuthEvents.put, "and of one that has passed everything")
    @pytest.mark.parametrize("response", EventResponse)
    def test_what_has_passed_stays(self, store: Store, response: EventResponse) -> None:
        """Whatever comes of a later request of the same sign-in."""
        passed = replace(EVENT, response=EventResponse.PASS)
        _make(store, passed)

        _put(store, replace(BARE, id=passed.id, response=response))

        assert _events(store) == [passed]

    @promises(AuthEvents.put, "nothing happens where the user is gone.")
    def test_nobody_has_no_events(self, store: Store) -> None:
        """Nothing is stored of who is not there, nor kept for who comes after him."""
        make_namesakes(store)
        nobody = replace(EVENT, sub=s.NOBODY)

        _put(store, nobody)

        assert _events(store, nobody) == []

    @promises(AuthEvents.page, "Return at most `limit` events of the user below `after`.")
    @promises(AuthEvents.page, "Descending by `at_ms`, then by id")
    def test_the_latest_come_first(self, store: Store) -> None:
        """Pages follow one another without a gap, also between events of one instant."""
        same_time = [replace(EVENT, id=each) for each in ("c", "a", "b")]
        later = replace(EVENT, id="0", at_ms=s.NOW_MS + 1)
        _make(store, *same_time, later, BARE, *OTHERS)

        read: list[AuthEvent] = []
        while page := _events(
            store, after=(read[-1].at_ms, read[-1].id) if read else None, limit=2
        ):
            assert len(page) <= 2
            read += page

        assert [event.id for event in read] == ["0", "c", "b", "a", BARE.id]

    @promises(AuthEvents.give_feedback, "Replace what is said of the event.")
    def test_feedback_is_replaced(self, store: Store) -> None:
        """The last word counts, and of that event alone."""
        _make(store, EVENT, BARE, *OTHERS)
        last = Feedback(valid=False, provider="User", at_ms=s.NOW_MS + 2)

        for feedback in (FEEDBACK, last):
            with store.writing() as unit:
                unit.auth_events.give_feedback(s.POOL_ID, s.SUB, EVENT.id, feedback)
            assert _events(store) == [replace(EVENT, feedback=feedback), BARE]
        assert _others(store) == list(OTHERS)

    @promises(AuthEvents.give_feedback, "Raises Missing.")
    def test_feedback_needs_its_event(self, store: Store) -> None:
        """Of an event that the user does not have nothing can be said."""
        _make(store, *OTHERS)

        with pytest.raises(Missing), store.writing() as unit:
            unit.auth_events.give_feedback(s.POOL_ID, s.SUB, EVENT.id, FEEDBACK)

        assert _events(store) == []
        assert _others(store) == list(OTHERS)

    @promises(AuthEvents.trim, "Delete all events of the user but his latest `keep` refused ones")
    @pytest.mark.parametrize("response", EventResponse)
    def test_the_oldest_give_way(self, store: Store, response: EventResponse) -> None:
        """The latest stay, and so do those of others; where there are no more, nothing goes."""
        event = replace(EVENT, response=response)
        mine = [replace(event, id=f"event-{n}", at_ms=s.NOW_MS + n // 2) for n in range(6)]
        _make(store, *mine, *OTHERS)

        for keep in (9, 3, 3):
            with store.writing() as unit:
                unit.auth_events.trim(s.POOL_ID, s.SUB, keep)
            assert _events(store) == mine[::-1][:keep]
        assert _others(store) == list(OTHERS)

    @promises(AuthEvents.trim, "and as many others.")
    def test_refusals_push_nothing_else_out(self, store: Store) -> None:
        """Who has got in cannot hide it behind later refusals, nor these behind sign-ins."""
        got_in = [replace(EVENT, id="0"), replace(BARE, id="1", at_ms=s.NOW_MS + 1)]
        refused = [
            replace(BARE, id=f"{n}", at_ms=s.NOW_MS + n, response=EventResponse.FAIL)
            for n in (2, 3, 4)
        ]
        _make(store, *got_in, *refused)

        write(store, lambda unit: unit.auth_events.trim(s.POOL_ID, s.SUB, 2))

        assert [each.id for each in _events(store)] == ["4", "3", "1", "0"]

    @promises(Users.remove, "sessions, auth events, messages not yet sent.")
    def test_nothing_is_left_of_a_removed_user(self, store: Store) -> None:
        """A later user of the same id has no events."""
        _make(store, EVENT)

        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        make_user(store)
        assert _events(store) == []
