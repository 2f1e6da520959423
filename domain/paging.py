"""Pages of a listing, and the tokens that lead from one to the next (SEC-61).

A token is a sealed position: it opens only for the listing, pool and caller it was made for, and
for an hour (ruling 52). Not here: how rows are found; every store pages by key, never by offset.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from domain.errors import InvalidParameterException
from domain.model import contexts
from domain.model.pool import UserPool
from domain.ports.clock import Clock
from domain.ports.sealer import SealBroken, Sealer

PAGE_MAX: Final = 60
"""Items on a page where the request names no number."""

TOKEN_LIFETIME_MS: Final = 3_600_000
TOKEN_LENGTH_MAX: Final = 2_048

_ALTERNATIVES: Final = b"-_"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a token is bound to: the operation, its pool (None: all pools), and the rest.

    `bound_to` holds whatever else must be the same on the next page: the caller, the filter.
    """

    operation: str
    pool: UserPool | None = None
    bound_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """What a caller asks of a listing; without a limit a page has PAGE_MAX items."""

    caller: str
    limit: int | None = None
    token: str | None = None

    @property
    def size(self) -> int:
        """Items on the page."""
        return self.limit or PAGE_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items, and the token of the next page if there is one."""

    items: Sequence[T]
    next_token: str | None = None


class Pager:
    """Makes and opens page tokens."""

    def __init__(self, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def position(self, listing: Listing, token: str | None) -> str | None:
        """Return the key after which the page begins; None without a token.

        Raises InvalidParameterException for a token that is changed, foreign or over.
        """
        if token is None:
            return None
        expires_at_ms, _, position = self._open(listing, token).partition(":")
        if int(expires_at_ms) <= self._clock.now_ms():
            raise InvalidParameterException(TOKEN_REFUSED)
        return position

    def page(
        self, listing: Listing, rows: Sequence[T], limit: int, key: Callable[[T], str]
    ) -> Page[T]:
        """Make a page of `limit` out of rows of which one more was asked for, to see further."""
        items = rows[:limit]
        if len(rows) <= limit:
            return Page(items=items)
        return Page(items=items, next_token=self._seal(listing, key(items[-1])))

    def _seal(self, listing: Listing, position: str) -> str:
        plain = f"{self._clock.now_ms() + TOKEN_LIFETIME_MS}:{position}".encode()
        if listing.pool is None:
            sealed = self._sealer.seal_globally(_context(listing), plain)
        else:
            sealed = self._sealer.seal(listing.pool.keys, _context(listing), plain)
        return _encoded(sealed)

    def _open(self, listing: Listing, token: str) -> str:
        try:
            sealed = _decoded(token)
            if listing.pool is None:
                plain = self._sealer.open_globally(_context(listing), sealed)
            else:
                plain = self._sealer.open(listing.pool.keys, _context(listing), sealed)
        except (SealBroken, ValueError) as broken:
            raise InvalidParameterException(TOKEN_REFUSED) from broken
        return plain.decode()


TOKEN_REFUSED: Final = "Invalid pagination token given."


def _context(listing: Listing) -> tuple[str, ...]:
    pool_id = "" if listing.pool is None else listing.pool.id
    return (*contexts.page(pool_id, listing.operation), *listing.bound_to)


def _encoded(sealed: bytes) -> str:
    return base64.b64encode(sealed, _ALTERNATIVES).decode("ascii").rstrip("=")


def _decoded(token: str) -> bytes:
    """Return the sealed bytes. Raises ValueError for anything but our own spelling of them.

    The last character of base64 may have bits that mean nothing; a token that differs only there
    is still a changed token.
    """
    if len(token) > TOKEN_LENGTH_MAX:
        raise ValueError("longer than any token")
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), _ALTERNATIVES, validate=True)
    except binascii.Error as garbled:
        raise ValueError("not base64") from garbled
    if _encoded(sealed) != token:
        raise ValueError("not our spelling")
    return sealed
