"""Where a code would have gone that nobody gets: CodeDeliveryDetails for who does not exist."""

from __future__ import annotations

import string
from typing import Final

from domain.accounts.attributes import is_email, is_phone_number
from domain.messages.addressing import EMAIL, PHONE_NUMBER, Address
from domain.model.message import CodeDelivery
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer

_FIRST_CHARACTERS: Final = string.ascii_lowercase + string.digits
_DIGITS: Final = (11, 11, 12, 12, 10, 13)
"""How many digits telephone numbers have, the usual ones more than once."""

_ADDRESSES: Final = {EMAIL: is_email, PHONE_NUMBER: is_phone_number}


def simulated_delivery(
    sealer: Sealer, pool: UserPool, name: str, attributes: tuple[str, ...]
) -> CodeDelivery:
    """Return a masked destination, the same each time for a canonical name (SEC-52).

    `attributes` are what the pool would send to, best first, and never empty. A name that is
    itself an address of such a kind is shown as that address; for any other name the destination
    is derived from it under the pool's key.
    """
    named = next((each for each in attributes if _ADDRESSES[each](name)), None)
    attribute = named or _likely(pool, attributes)
    return simulated_address(sealer, pool, name, attribute).delivery


def simulated_address(sealer: Sealer, pool: UserPool, name: str, attribute: str) -> Address:
    """Return the address of that kind which a user of the name would have."""
    if _ADDRESSES[attribute](name):
        return Address(attribute=attribute, value=name)
    digest = sealer.mac(pool.keys, "simulated address", pool.id, attribute, name)
    made = _email(digest) if attribute == EMAIL else _phone_number(digest)
    return Address(attribute=attribute, value=made)


def _likely(pool: UserPool, attributes: tuple[str, ...]) -> str:
    """Return what a typical user has proven: what the pool verifies by itself."""
    return next((name for name in attributes if name in pool.auto_verified), attributes[-1])


def _email(digest: bytes) -> str:
    letters = string.ascii_lowercase
    first = _FIRST_CHARACTERS[digest[0] % len(_FIRST_CHARACTERS)]
    return f"{first}@{letters[digest[1] % len(letters)]}"


def _phone_number(digest: bytes) -> str:
    count = _DIGITS[digest[0] % len(_DIGITS)]
    return "+" + "".join(str(byte % 10) for byte in digest[1 : count + 1])
