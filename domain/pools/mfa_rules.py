"""What the settings of multi-factor authentication must satisfy (mfa-and-devices.md 1.1).

Ranges and enumerations are checked with the request. Not here: the rules that CreateUserPool and
UpdateUserPool share with all settings (pool_rules), feature plans (tiers).
"""

from __future__ import annotations

import re
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.pool import MfaMode, UserPool

OFF_WITH_FACTORS: Final = (
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
)
NOTHING_OFFERED: Final = (
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional"
    " configuration."
)
RELYING_PARTY_REFUSED: Final = (
    "RelyingPartyId must be a domain name below a public suffix, without scheme and port."
)

_LOCALHOST: Final = "localhost"
_NAME_MAX: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def check_factors(pool: UserPool, *, factors_named: bool) -> None:
    """Refuse a pool that asks for second factors and has none, or has them and asks for none.

    `factors_named` says that the request named any, switched on or not. Raises
    InvalidParameterException.
    """
    if pool.mfa is MfaMode.OFF:
        if factors_named:
            raise InvalidParameterException(OFF_WITH_FACTORS)
    elif not pool.offers:
        raise InvalidParameterException(NOTHING_OFFERED)


def relying_party_id(given: str) -> str:
    """Return the id in the form in which browsers compare it, which is lower case.

    A browser refuses what is no registrable domain: an address, a port, a bare public suffix (of
    which those of one label are known here). Raises InvalidParameterException.
    """
    name = given.lower()
    labels = name.split(".")
    is_domain = len(labels) > 1 and not labels[-1].isdigit()
    well_formed = len(name) <= _NAME_MAX and all(_LABEL.fullmatch(label) for label in labels)
    if not well_formed or not (is_domain or name == _LOCALHOST):
        raise InvalidParameterException(RELYING_PARTY_REFUSED)
    return name
