"""The courier: what is due is sent once, again if that failed, and never too late."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread

import pytest

from adapters.delivery.outbox import KeptInOutbox
from domain import services as domain_services
from domain.messages.courier import LEASE_MS, wait_ms
from domain.model.keys import PoolKeys
from domain.model.message import Channel
from domain.model.pool import PasswordPolicy
from domain.ports.delivery import DELIVERY_MAX_MS, Refused
from domain.ports.sentinels import Unavailable
from tests.support.fakes import new_pool_keys
from tests.support.office import Office, Postman
from tests.support.parallel import outcomes

HOUR_S = 3_600


def test_what_is_due_is_sent_once_and_removed() -> None:
    """A message arrives with its text, and is gone from the outbox."""
    postman = Postman()
    office = Office(postman)
    entry = office.post()
    assert office.send() == 1
    assert office.send() == 0
    (message,) = postman.handed
    assert (message.id, message.to, message.code) == (entry.id, "ann@example.com", "123456")
    assert message.body == "Your verification code is 123456."
    assert office.waiting == []
    assert office.reported == ["message_sent"]


def test_a_failed_message_waits_longer_each_time() -> None:
    """The wait is a second at first, doubles, and nothing is lost."""
    postman = Postman(failures=3)
    office = Office(postman)
    office.post()
    for wait_s in (1, 2, 4):
        assert office.send() == 0
        office.world.clock.advance(s=wait_s, ms=-1)
        assert office.send() == 0
        office.world.clock.advance(ms=1)
    assert office.send() == 1
    assert postman.tried == 4
    assert office.reported == ["message_postponed"] * 3 + ["message_sent"]


@pytest.mark.parametrize(
    ("attempts", "ms"),
    [(0, 1_000), (1, 1_000), (2, 2_000), (10, 512_000), (11, 600_000), (99, 600_000)],
)
def test_the_wait_has_an_end(attempts: int, ms: int) -> None:
    """Doubling stops at ten minutes."""
    assert wait_ms(attempts) == ms


@pytest.mark.parametrize(
    ("purpose", "useful_s"),
    [
        ("SignUp", 24 * HOUR_S),
        ("ResendCode", 24 * HOUR_S),
        ("ForgotPassword", HOUR_S),
        ("AdminCreateUser", 48 * HOUR_S),
        ("Authentication", HOUR_S // 4),
    ],
)
def test_a_message_that_came_too_late_is_dropped(purpose: str, useful_s: int) -> None:
    """A code that is over is not sent; until then its message is."""
    postman = Postman()
    office = Office(postman, password_policy=PasswordPolicy(temporary_validity_days=2))
    office.post(purpose)
    office.world.clock.advance(s=useful_s - 1)
    assert office.send() == 1
    office.world.clock.advance(s=-useful_s + 1)
    office.post(purpose)
    office.world.clock.advance(s=useful_s)
    assert office.send() == 0
    assert len(postman.handed) == 1
    assert office.waiting == []
    assert office.reported == ["message_sent", "message_dropped"]


def test_kept_messages_stay() -> None:
    """A channel of the development outbox is never sent from, whatever other channels do."""
    office = Office(KeptInOutbox())
    kept = office.post()
    office.post(attribute="phone_number")
    assert office.send() == 1
    assert office.waiting == [kept]
    assert office.reported == ["message_sent"]


def test_many_messages_are_sent_in_order() -> None:
    """More than a batch goes out in one round, oldest first."""
    postman = Postman()
    office = Office(postman)
    ids = [office.post().id for _ in range(25)]
    assert office.send() == 25
    assert [message.id for message in postman.handed] == ids


def test_a_message_is_with_one_courier_at_a_time() -> None:
    """Of many couriers at once each message is sent by one."""
    postman = Postman()
    office = Office(postman)
    for _ in range(20):
        office.post()
    assert sum(sent for sent in outcomes(8, lambda _: office.send()) if isinstance(sent, int)) == 20
    assert len({message.id for message in postman.handed}) == len(postman.handed) == 20


def test_a_message_whose_courier_died_is_sent_by_another() -> None:
    """A lease ends by itself."""
    postman = Postman()
    office = Office(postman)
    office.post()
    with office.world.store.writing() as unit:
        now_ms = office.world.clock.now_ms()
        unit.outbox.lease([Channel.EMAIL], now_ms, now_ms + LEASE_MS, 10)
    assert office.send() == 0
    office.world.clock.advance(ms=LEASE_MS)
    assert office.send() == 1


def test_a_message_under_a_lost_key_waits() -> None:
    """What cannot be opened is neither sent nor thrown away while its code counts."""
    postman = Postman()
    office = Office(postman)
    office.post()
    keys: PoolKeys = new_pool_keys(office.world.ports.sealer, office.pool.id)
    with office.world.store.writing() as unit:
        unit.pools.save(replace(office.pool, keys=keys))
    assert office.send() == 0
    assert len(office.waiting) == 1
    assert office.reported == ["message_postponed"]


def test_a_refused_message_is_dropped() -> None:
    """What will never be taken is not tried again; the report says why."""
    office = Office(Postman(failures=1, failure=Refused("no such mailbox")))
    office.post()
    assert office.send() == 0
    assert office.waiting == []
    assert office.world.reporter.events[0][1]["reason"] == "no such mailbox"
    assert office.reported == ["message_dropped"]


def test_a_message_that_a_plug_in_chokes_on_holds_up_nobody() -> None:
    """After a failure that no delivery should have the next message goes out; this one waits."""
    postman = Postman(failures=1, failure=RuntimeError("ann@example.com"))
    office = Office(postman)
    first, second = office.post(), office.post()
    assert office.send() == 1
    assert [message.id for message in postman.handed] == [second.id]
    assert [entry.id for entry in office.waiting] == [first.id]
    assert office.world.reporter.events[0][1]["reason"] == "RuntimeError"


def test_a_channel_does_not_wait_for_another() -> None:
    """While a server takes its time over an e-mail, text messages go out."""
    inside, go_on = Event(), Event()
    email, sms = Postman(), Postman()

    def dawdle() -> None:
        inside.set()
        go_on.wait(10)

    email.on_the_way = dawdle
    office = Office(email, sms)
    office.post()
    office.post(attribute="phone_number")
    courier = office.world.services.courier
    slow = Thread(target=courier.send_due, args=(Channel.EMAIL, lambda: False))
    slow.start()
    try:
        assert inside.wait(10)
        assert courier.send_due(Channel.SMS, lambda: False) == 1
    finally:
        go_on.set()
        slow.join(10)
    assert office.waiting == []


def test_a_stop_leaves_the_rest_to_others() -> None:
    """Once the process is to stop no message is begun; what it had taken is due at once."""
    postman = Postman()
    office = Office(postman)
    postman.on_the_way = office.stopping.set
    for _ in range(3):
        office.post()
    assert office.send() == 1
    office.stopping.clear()
    postman.on_the_way = lambda: None
    assert office.send() == 2
    assert len({message.id for message in postman.handed}) == len(postman.handed) == 3


def test_no_message_is_begun_that_might_outlive_its_lease() -> None:
    """Where a slow server has used up the lease, the rest of the batch is taken anew."""
    postman = Postman()
    office = Office(postman)
    postman.on_the_way = lambda: office.world.clock.advance(ms=LEASE_MS - DELIVERY_MAX_MS + 1)
    for _ in range(3):
        office.post()
    assert office.send() == 1
    assert [entry.attempts for entry in office.waiting] == [1, 1]
    assert office.send() == 1
    assert office.send() == 1
    assert len({message.id for message in postman.handed}) == 3


def test_a_crash_after_the_handing_over_repeats_the_same_message() -> None:
    """Nothing is lost by it: when the lease is over the message comes again, under its id."""
    postman = Postman()
    office = Office(postman)
    entry = office.post()

    def crash() -> None:
        raise SystemExit

    postman.on_the_way = crash
    with pytest.raises(SystemExit):
        office.send()
    postman.on_the_way = lambda: None
    assert office.send() == 0
    office.world.clock.advance(ms=LEASE_MS)
    after_the_crash = domain_services.build(office.world.ports, office.world.deployment)
    assert after_the_crash.courier.send_due(Channel.EMAIL, lambda: False) == 1
    assert [message.id for message in postman.handed] == [entry.id, entry.id]


def test_a_message_is_not_sent_again_because_the_store_was_away() -> None:
    """What was handed over while the store failed is removed later, not sent a second time."""
    postman = Postman()
    office = Office(postman)
    office.post()
    writing = office.world.store.writing
    with pytest.MonkeyPatch.context() as patch:

        def go_away() -> None:
            patch.setattr(office.world.store, "writing", away)

        postman.on_the_way = go_away
        with pytest.raises(Unavailable):
            office.send()
    assert office.world.store.writing == writing
    office.world.clock.advance(ms=LEASE_MS)
    assert office.send() == 0
    assert len(postman.handed) == 1
    assert office.waiting == []


def away() -> None:
    """What a store that cannot be reached does."""
    raise Unavailable("gone")


def test_reports_name_nobody() -> None:
    """What is reported has neither address nor code nor name."""
    office = Office(Postman(failures=1))
    office.post()
    office.send()
    text = repr(office.world.reporter.events)
    assert "ann@" not in text
    assert "'ann'" not in text
    assert "123456" not in text


def test_the_outbox_has_nothing_in_clear() -> None:
    """Of a waiting message only ids, channel, purpose and times are readable."""
    office = Office(Postman())
    entry = office.post()
    assert b"ann@example.com" not in entry.sealed
    assert b"123456" not in entry.sealed
    assert "ann@" not in repr(entry)
