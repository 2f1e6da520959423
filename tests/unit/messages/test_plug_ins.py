"""The built-in ways to deliver messages and run triggers: those that do neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.delivery import outbox
from adapters.triggers.none import open as open_none
from domain.model.identifiers import PoolId, Sub
from domain.model.message import Channel, Message
from domain.ports.delivery import Delivery, DeliveryContext, Undeliverable
from domain.ports.triggers import TriggerEvent, TriggerRunner, TriggerUnreachable
from tests.support.fakes import FrozenClock

CONTEXT = DeliveryContext(channel=Channel.EMAIL, clock=FrozenClock())


def open_outbox(url: str) -> Delivery:
    """The outbox of a URL."""
    return outbox.open(url, CONTEXT)


def test_the_outbox_keeps_and_never_hands_over() -> None:
    """The development outbox is a delivery that keeps; handing over is refused."""
    delivery = open_outbox("outbox:")
    assert isinstance(delivery, Delivery)
    assert delivery.keeps
    message = Message(
        id="1",
        pool_id=PoolId("p"),
        sub=Sub("s"),
        username="ann",
        channel=Channel.EMAIL,
        to="ann@example.com",
        purpose="SignUp",
        code="123456",
        subject="",
        body="",
        created_at_ms=0,
    )
    with pytest.raises(Undeliverable) as caught:
        delivery.deliver(message)
    assert "123456" not in str(caught.value)


def test_nothing_runs_a_trigger() -> None:
    """The runner `none` says of every function that it is not configured."""
    runner = open_none("none:")
    assert isinstance(runner, TriggerRunner)
    with pytest.raises(TriggerUnreachable, match=r"invocation failed due to configuration\."):
        runner.invoke(TriggerEvent(trigger="PreSignUp", arn="arn", event={}))


@pytest.mark.parametrize("opener", [open_outbox, open_none], ids=["outbox", "none"])
@pytest.mark.parametrize("url", ["outbox://host/path", "none:somewhere"])
def test_an_address_where_none_belongs_is_told(opener: Callable[[str], object], url: str) -> None:
    """A setting with an address was meant for another plug-in."""
    with pytest.raises(ValueError, match="takes no address"):
        opener(url)


@pytest.mark.parametrize(
    ("opener", "url"),
    [(open_outbox, "outbox"), (open_outbox, "outbox://"), (open_none, "none:")],
    ids=["bare", "slashes", "colon"],
)
def test_the_bare_scheme_is_enough(opener: Callable[[str], object], url: str) -> None:
    """The scheme, with or without a colon and slashes, says everything."""
    assert opener(url)
