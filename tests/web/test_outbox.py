"""The development outbox as JSON (operator-contract section 5)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from domain.messages.sealed import seal
from domain.model.identifiers import Sub
from domain.model.message import Channel, Message
from domain.model.pool import UserPool
from tests.support.world import World
from tests.web.conftest import Site

Send = Callable[..., Message]


@pytest.fixture
def send(world: World) -> Send:
    """Write a message to the outbox, as a use case does."""
    pool: UserPool = world.add_pool()
    count = iter(range(1, 1_000))

    def send(to: str = "ann@example.com", purpose: str = "SignUp", **changes: str) -> Message:
        number = next(count)
        message = Message(
            id=f"{world.clock.now_ms():013d}-{number:016x}",
            pool_id=pool.id,
            sub=Sub("4b1f1f2e-0000-4000-8000-000000000001"),
            username="ann",
            channel=Channel(changes.get("channel", "email")),
            to=to,
            purpose=purpose,
            code=f"{number:06d}",
            subject="Your code",
            body=changes.get("body", f"It is {number:06d}."),
            created_at_ms=world.clock.now_ms(),
        )
        with world.store.writing() as unit:
            unit.outbox.add(seal(world.ports.sealer, pool, message))
        return message

    return send


def ids(site: Site, query: str = "") -> list[str]:
    """The ids that the outbox shows."""
    answer = site.client.get(f"/_dev/outbox{query}")
    assert answer.status_code == 200
    return [message["id"] for message in answer.json()["messages"]]


def test_an_empty_outbox_is_an_empty_list(site: Site) -> None:
    """Without messages the list is there and empty."""
    assert site.client.get("/_dev/outbox").json() == {"messages": []}


def test_a_message_has_the_members_of_the_contract(site: Site, send: Send) -> None:
    """A message shows exactly the members that scripts rely on."""
    sent = send("bob@example.com")

    assert site.client.get("/_dev/outbox").json()["messages"] == [
        {
            "id": sent.id,
            "at": "2026-01-01T09:00:00.000Z",
            "channel": "email",
            "to": "bob@example.com",
            "purpose": "SignUp",
            "code": "000001",
            "subject": "Your code",
            "body": "It is 000001.",
            "user_pool_id": "us-east-1_Test00001",
            "username": "ann",
        }
    ]


def test_messages_come_oldest_first(site: Site, send: Send) -> None:
    """The newest message is the last one."""
    sent = [send().id for _ in range(3)]

    assert ids(site) == sent


def test_filters_narrow_the_list(site: Site, send: Send) -> None:
    """`to`, `purpose`, `after` and `latest=1` select, alone and together."""
    ann = send("ann@example.com")
    reset = send("ann@example.com", "ForgotPassword")
    bob = send("bob@example.com")

    assert ids(site, "?to=ann@example.com") == [ann.id, reset.id]
    assert ids(site, "?to=Bob@Example.com") == [bob.id]
    assert ids(site, "?purpose=ForgotPassword") == [reset.id]
    assert ids(site, f"?after={ann.id}") == [reset.id, bob.id]
    assert ids(site, "?latest=1") == [bob.id]
    assert ids(site, "?to=ann@example.com&latest=1") == [reset.id]
    assert ids(site, f"?to=ann@example.com&after={reset.id}") == []


def test_delete_empties_the_outbox(site: Site, send: Send) -> None:
    """DELETE removes every message."""
    send()

    assert site.client.delete("/_dev/outbox").json() == {"removed": 1}

    assert ids(site) == []


def test_waiting_returns_a_message_that_comes(site: Site, send: Send) -> None:
    """`wait_s` waits for a message newer than the request and returns as soon as there is one."""
    send()
    timer = threading.Timer(0.3, send)
    started = time.monotonic()
    timer.start()

    shown = ids(site, "?wait_s=10")

    assert len(shown) == 1
    assert shown[0].endswith("2")
    assert 0.2 < time.monotonic() - started < 5
    timer.join()


def test_waiting_returns_at_once_what_is_newer_than_after(site: Site, send: Send) -> None:
    """With `after` a message that is there already ends the wait before it begins."""
    first, second = send(), send()
    started = time.monotonic()

    assert ids(site, f"?after={first.id}&wait_s=10") == [second.id]
    assert time.monotonic() - started < 2


def test_waiting_ends_empty(site: Site, send: Send) -> None:
    """When nothing newer comes in time the list is empty."""
    send()

    assert ids(site, "?wait_s=0.2") == []


def test_a_stopping_server_does_not_wait(site: Site) -> None:
    """A wait does not hold up the end of the server."""
    site.stopping.append(True)
    started = time.monotonic()

    assert ids(site, "?wait_s=10") == []
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("wait_s", ["soon", "-1", "nan", ""])
def test_a_senseless_wait_is_refused(site: Site, wait_s: str) -> None:
    """What is no number of seconds is 400, not a wait for ever."""
    assert site.client.get(f"/_dev/outbox?wait_s={wait_s}").status_code == 400


@pytest.mark.parametrize("path", ["/outbox", "/_dev/outbox"])
def test_the_outbox_answers_under_local_names_only(site: Site, path: str) -> None:
    """A page whose own name was rebound to loopback reads no codes."""
    rebound = {"host": "evil.example:9229"}

    assert site.client.get(path, headers=rebound).status_code == 403
    assert site.client.delete("/_dev/outbox", headers=rebound).status_code == 403
    for name in ("localhost", "127.0.0.1:9229", "[::1]:9229"):
        assert site.client.get(path, headers={"host": name}).status_code == 200


def test_the_page_carries_the_demo_client(site: Site) -> None:
    """The command of the empty page names the client that it is to be tried with."""
    assert 'data-client="the-client"' in site.client.get("/outbox").text
