"""How addresses are shown to callers."""

from __future__ import annotations

import pytest

from domain.messages.addressing import Address


@pytest.mark.parametrize(
    ("attribute", "value", "shown"),
    [
        ("email", "test@test.com", "t***@t***"),
        ("email", "f@example.org", "f***@e***"),
        ("phone_number", "+15555550100", "+*******0100"),
        ("phone_number", "+49123", "+*9123"),
        ("phone_number", "+123", "+123"),
    ],
)
def test_addresses_are_masked_as_the_service_masks_them(
    attribute: str, value: str, shown: str
) -> None:
    """Of an e-mail address two letters are shown, of a telephone number the last four digits."""
    assert Address(attribute=attribute, value=value).delivery.destination == shown


def test_an_address_does_not_show_in_a_log() -> None:
    """The representation of an address hides its value."""
    assert "ann" not in repr(Address(attribute="email", value="ann@example.com"))
