"""Messages to be handed over."""

# ruff: noqa: ANN401 - the builder takes any field of the value that it builds

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.model.identifiers import PoolId, Sub
from domain.model.message import Channel, Message
from domain.ports.delivery import DeliveryContext
from tests.support.fakes import MORNING_MS, FrozenClock

TO = "ann@example.com"
CODE = "483920"


def message(**changes: Any) -> Message:
    """Return a message with a code to Ann."""
    usual = Message(
        id="1767258000000-000000-00112233aabbccdd",
        pool_id=PoolId("us-east-1_Test00001"),
        sub=Sub("11111111-2222-4333-8444-555555555555"),
        username="ann",
        channel=Channel.EMAIL,
        to=TO,
        purpose="SignUp",
        code=CODE,
        subject="Your verification code",
        body=f"Your verification code is {CODE}.",
        created_at_ms=MORNING_MS,
    )
    return replace(usual, **changes)


def context(channel: Channel = Channel.EMAIL) -> DeliveryContext:
    """Return what a plug-in of the channel is handed."""
    return DeliveryContext(channel=channel, clock=FrozenClock())
