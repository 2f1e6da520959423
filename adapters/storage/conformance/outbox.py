"""What the port `Outbox` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, write
from domain.model.message import Channel, OutboxEntry
from domain.ports.outbox import Outbox
from domain.ports.sentinels import Taken
from domain.ports.store import Store

UNTIL_MS = s.NOW_MS + 60_000
EVERY_CHANNEL = tuple(Channel)


def _add(store: Store, *entries: OutboxEntry) -> None:
    with store.writing() as unit:
        for entry in entries:
            unit.outbox.add(entry)


def _numbered(*numbers: int) -> list[OutboxEntry]:
    return [replace(s.ENTRY, id=f"message-{number:04}") for number in numbers]


def _all(store: Store) -> list[OutboxEntry]:
    with store.reading() as unit:
        return list(unit.outbox.page(None, ALL))


def _lease(
    store: Store,
    channels: Sequence[Channel] = EVERY_CHANNEL,
    now_ms: int = s.NOW_MS,
    limit: int = ALL,
) -> list[str]:
    with store.writing() as unit:
        return [entry.id for entry in unit.outbox.lease(channels, now_ms, UNTIL_MS, limit)]


class TestOutbox:
    """Messages that wait to be sent."""

    @promises(Outbox.add, "Store a message to be sent.")
    def test_a_message_comes_back_with_every_member(self, store: Store) -> None:
        """A message comes back exactly as it was added."""
        sms = replace(s.ENTRY, id="message-0002", channel=Channel.SMS, attempts=3)
        _add(store, s.ENTRY, sms)

        assert _all(store) == [s.ENTRY, sms]

    @promises(Outbox.add, 'Raises Taken("message").')
    def test_an_id_is_not_given_twice(self, store: Store) -> None:
        """A second message of the same id is refused and does not replace the first."""
        _add(store, s.ENTRY)

        with pytest.raises(Taken) as refused:
            _add(store, replace(s.ENTRY, sealed=b"second"))

        assert refused.value.what == "message"
        assert _all(store) == [s.ENTRY]

    @promises(Outbox.lease, "`attempts` one higher and `due_at_ms` = `until_ms`.")
    def test_a_leased_message_counts_an_attempt(self, store: Store) -> None:
        """A leased message comes back, and is stored, with the attempt and the end of the lease."""
        _add(store, replace(s.ENTRY, attempts=2))
        leased = replace(s.ENTRY, attempts=3, due_at_ms=UNTIL_MS)

        with store.writing() as unit:
            assert list(unit.outbox.lease([Channel.EMAIL], s.NOW_MS, UNTIL_MS, 1)) == [leased]

        assert _all(store) == [leased]

    @promises(Outbox.lease, "nobody else gets them before `until_ms`.")
    def test_a_leased_message_is_not_leased_again_before_its_time(self, store: Store) -> None:
        """Until the lease ends nobody gets the message; then it is due again."""
        _add(store, s.ENTRY)
        assert _lease(store) == [s.ENTRY.id]

        assert _lease(store, now_ms=UNTIL_MS - 1) == []
        assert _lease(store, now_ms=UNTIL_MS) == [s.ENTRY.id]

    @promises(Outbox.lease, "a message is due from `due_at_ms` on.")
    def test_only_due_messages_are_leased(self, store: Store) -> None:
        """A message is leased at the moment it is due and not before."""
        _add(store, s.ENTRY)

        assert _lease(store, now_ms=s.ENTRY.due_at_ms - 1) == []
        assert _lease(store, now_ms=s.ENTRY.due_at_ms) == [s.ENTRY.id]

    @promises(Outbox.lease, "Take at most `limit` due messages")
    def test_only_messages_of_the_channels_are_leased(self, store: Store) -> None:
        """Messages of other channels wait; without a channel nothing is leased."""
        _add(store, s.ENTRY, replace(s.ENTRY, id="message-0002", channel=Channel.SMS))

        assert _lease(store, ()) == []
        assert _lease(store, (Channel.SMS,)) == ["message-0002"]
        assert _lease(store, EVERY_CHANNEL) == ["message-0001"]

    @promises(Outbox.lease, "Oldest first, by id")
    def test_the_oldest_messages_are_leased_first(self, store: Store) -> None:
        """Leases come by id whatever the order of adding and of due times, `limit` at a time."""
        later = [
            replace(entry, due_at_ms=s.NOW_MS - at) for at, entry in enumerate(_numbered(3, 1, 2))
        ]
        _add(store, *later)

        assert _lease(store, limit=2) == ["message-0001", "message-0002"]
        assert _lease(store, limit=2) == ["message-0003"]

    @promises(Outbox.postpone, "Try again at that time")
    def test_a_postponed_message_is_due_later(self, store: Store) -> None:
        """A postponed message keeps its attempts and is due at the given time; others wait on."""
        first, second = _numbered(1, 2)
        _add(store, replace(first, attempts=2), second)

        write(store, lambda unit: unit.outbox.postpone(first.id, s.NOW_MS + 9))

        assert _all(store) == [replace(first, attempts=2, due_at_ms=s.NOW_MS + 9), second]

    @promises(Outbox.postpone, "nothing happens if the message is gone.")
    def test_a_message_that_is_gone_is_not_postponed(self, store: Store) -> None:
        """Postponing or removing an unknown message does nothing."""
        _add(store, s.ENTRY)

        with store.writing() as unit:
            unit.outbox.postpone("message-9999", s.NOW_MS + 9)
            unit.outbox.remove("message-9999")

        assert _all(store) == [s.ENTRY]

    @promises(Outbox.remove, "Delete a message that was sent")
    def test_a_sent_message_is_removed(self, store: Store) -> None:
        """The removed message is gone; the others stay."""
        first, second = _numbered(1, 2)
        _add(store, first, second)

        write(store, lambda unit: unit.outbox.remove(first.id))

        assert _all(store) == [second]

    @promises(Outbox.latest, "Return the newest messages, newest first.")
    def test_the_newest_messages_are_read_first(self, store: Store) -> None:
        """The newest `limit` messages come, newest first."""
        _add(store, *_numbered(2, 3, 1))

        with store.reading() as unit:
            latest = [[row.id for row in unit.outbox.latest(limit)] for limit in (2, ALL)]

        assert latest == [
            ["message-0003", "message-0002"],
            ["message-0003", "message-0002", "message-0001"],
        ]

    @promises(Outbox.clear, "Delete all messages; return how many there were.")
    def test_the_outbox_is_emptied(self, store: Store) -> None:
        """All messages are deleted and counted; a second time there are none."""
        _add(store, *_numbered(1, 2, 3))

        with store.writing() as unit:
            counts = [unit.outbox.clear(), unit.outbox.clear()]

        assert counts == [3, 0]
        assert _all(store) == []
