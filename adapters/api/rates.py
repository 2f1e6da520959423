"""Rate limits: how many requests this process takes, by category, by user and by address.

A limit is the deployment's, and each worker process grants its share of it: no request asks the
store, and nothing is shared. Whoever is over a limit is told so before any work is begun for him.

What is a user's counts by the access token that is brought, or by the name in what is signed. A
name that anybody can send counts for nothing, or strangers could shut its user out; whatever is
not signed counts by the address it comes from, or one of them could use up a category of all.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from adapters.api.categories import CATEGORIES
from adapters.api.pace import Ledger, Pace
from adapters.api.wire.table import OPERATIONS
from domain.errors import TooManyRequestsException
from domain.model.limits import DEFAULTS

USER_PER_S: Final = 10.0
"""Reading requests of one user, and as many that write."""

ADDRESS_REST_S: Final = 10.0
"""After a rest an address has as many requests at once as it has in that time."""

KEPT_MAX: Final = 20_000
"""Users, and addresses, whose requests are counted at once: some 4 MB of each."""

_RESPONDING: Final = "Respond"
"""The category of answers to challenges: three times that of sign-ins (special handling)."""

_SIGN_IN: Final = "UserAuthentication"
_RESPONSES: Final = frozenset({"AdminRespondToAuthChallenge", "RespondToAuthChallenge"})
_READING: Final = ("Get", "List", "AdminGet", "AdminList")
_ERROR: Final = TooManyRequestsException.__name__
_IPV6_SITE: Final = 64

LIMITED: Final = frozenset(name for name in CATEGORIES if _ERROR in OPERATIONS[name].errors)
"""The operations that may answer so (ruling 38); the few others are never refused here."""


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of one bucket."""

    ledger: Ledger[Any]
    pace: Pace
    key: object
    limit: str
    """What its refusals are counted under."""


class Rates:
    """The limits of one process; used from its event loop alone, but for `provision`.

    `share` is the part of each limit that this process grants. An address has `address_per_s`
    requests that are not signed, and no limit if that is 0. `refused` is told which limit was
    reached: a category, "user" or "address".
    """

    def __init__(
        self,
        *,
        share: float,
        address_per_s: int,
        refused: Callable[[str], None] = lambda _: None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share = share
        self._refused = refused
        self._clock_s = clock_s
        self._categories: Ledger[str] = Ledger(len(DEFAULTS) + 1)
        self._users: Ledger[tuple[object, ...]] = Ledger(KEPT_MAX)
        self._addresses: Ledger[str] = Ledger(KEPT_MAX)
        self._user = Pace.of(USER_PER_S * share)
        self._address: Pace | None = None
        if address_per_s:
            rate = address_per_s * share
            self._address = Pace.of(rate, at_once=ADDRESS_REST_S * rate)
        self._paces: Mapping[str, Pace] = {}
        self.provision(DEFAULTS)

    def provision(self, limits: Mapping[str, int]) -> None:
        """Take other limits: requests a second by category. May be called from any thread."""
        paces = {name: Pace.of(limits[name] * self._share) for name in DEFAULTS}
        paces[_RESPONDING] = Pace.of(3 * limits[_SIGN_IN] * self._share)
        self._paces = paces

    def admit(
        self, operation: str, request: Mapping[str, Any], principal: str | None, source_ip: str
    ) -> None:
        """Count a request. Raises TooManyRequestsException, and counts nothing then."""
        if operation not in LIMITED:
            return
        now_s = self._clock_s()
        uses = [self._of_category(operation, now_s)]
        user = _user(operation, request, principal)
        if user is not None:
            uses.append(_Use(self._users, self._user, user, "user"))
        site = _site(source_ip) if principal is None else None
        if self._address is not None and site is not None:
            uses.append(_Use(self._addresses, self._address, site, "address"))
        for use in uses:
            wait_s = use.ledger.wait_s(use.pace, use.key, now_s)
            if wait_s > 0:
                self._refused(use.limit)
                raise TooManyRequestsException(
                    detail=f"limit: {use.limit}", retry_after_s=math.ceil(wait_s)
                )
        for use in uses:
            use.ledger.use(use.pace, use.key, now_s)

    def _of_category(self, operation: str, now_s: float) -> _Use:
        """Return the use of the operation's category.

        What answers to challenges are more than three to a sign-in counts as sign-ins.
        """
        category = CATEGORIES[operation]
        if operation in _RESPONSES:
            pace = self._paces[_RESPONDING]
            if self._categories.wait_s(pace, _RESPONDING, now_s) <= 0:
                return _Use(self._categories, pace, _RESPONDING, category)
        return _Use(self._categories, self._paces[category], category, category)


def _user(
    operation: str, request: Mapping[str, Any], principal: str | None
) -> tuple[object, ...] | None:
    """Return whose requests these are, as far as he has a say in it; None for nobody's."""
    reads = operation.startswith(_READING)
    token = request.get("AccessToken")
    if token is not None:
        # Whoever makes tokens up counts for himself alone. The number stands for a long text.
        return (reads, hash(token))
    if principal is not None and "Username" in request and "UserPoolId" in request:
        return (reads, request["UserPoolId"], request["Username"])
    return None


@lru_cache(maxsize=4_096)
def _site(source_ip: str) -> str | None:
    """Return what one caller has of addresses: an IPv4 address or a /64; None for a proxy's.

    Behind a proxy on this machine that TRUSTED_PROXIES does not name, all requests come from
    loopback; to count them together would let one caller shut all others out.
    """
    try:
        address = ip_address(source_ip)
    except ValueError:
        return source_ip or None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif not address.is_loopback:
            return f"{int(address) >> _IPV6_SITE:x}"
    return None if address.is_loopback else str(address)
