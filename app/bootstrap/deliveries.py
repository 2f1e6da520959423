"""What takes messages to users: a delivery for each channel that the settings name one for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.security.system import SystemClock
from app import plugins
from app.settings import Settings, revealed
from domain.model.message import Channel
from domain.ports.delivery import Delivery, DeliveryContext

URLS: Final[Mapping[Channel, str]] = {Channel.EMAIL: "email_url", Channel.SMS: "sms_url"}
"""The setting of each channel that messages may be delivered by."""


def open_delivery(settings: Settings, channel: Channel) -> Delivery | None:
    """Open what the settings name for a channel, or return None. Raises BadConfiguration."""
    url = revealed(getattr(settings, URLS[channel]))
    if not url:
        return None
    context = DeliveryContext(channel=channel, clock=SystemClock())
    name = f"COGNATE_{URLS[channel].upper()}"
    return plugins.open_port(name, plugins.DELIVERY, url, Delivery, context)


def open_deliveries(settings: Settings) -> dict[Channel, Delivery]:
    """Open all of them. Raises BadConfiguration."""
    opened = ((channel, open_delivery(settings, channel)) for channel in URLS)
    return {channel: delivery for channel, delivery in opened if delivery is not None}
