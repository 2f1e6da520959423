"""The built-in ways to deliver messages: the one that keeps them."""

from __future__ import annotations

import pytest

from adapters.delivery import outbox
from domain.model.identifiers import PoolId, Sub
from domain.model.message import Channel, Message
from domain.ports.delivery import Delivery, DeliveryContext, Undeliverable
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


def test_an_address_where_none_belongs_is_told() -> None:
    """A setting with an address was meant for another plug-in."""
    with pytest.raises(ValueError, match="takes no address"):
        open_outbox("outbox://host/path")


@pytest.mark.parametrize("url", ["outbox", "outbox:", "outbox://"])
def test_the_bare_scheme_is_enough(url: str) -> None:
    """The scheme, with or without a colon and slashes, says everything."""
    assert isinstance(open_outbox(url), Delivery)
