"""What a domain of a pool may be called, and be set to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.domain import CLASSIC, MANAGED_LOGIN, Domain, DomainSettings
from domain.model.pool import PoolSettings
from domain.pools import tiers

_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")
_LABELS_MIN: Final = 3
_RESERVED: Final = ("amazon", "aws", "cognito")

_NO_LABEL: Final = (
    "The domain name contains an invalid character. Domain names can only contain lower-case"
    " letters, numbers, and hyphens. Please enter a different name that follows this format:"
    r" ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"
)
_NO_SUBDOMAIN: Final = (
    "Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the parent"
    " domain or domain parent is a top-level domain."
)
_NO_VERSION: Final = "ManagedLoginVersion must be 1 or 2."
_ROUTES_OF_CUSTOM_ONES: Final = "Routing can be configured for custom domains only."


def check_new(domain: Domain) -> None:
    """Refuse a name that is none of its form, and settings as `check_settings` does.

    Raises InvalidParameterException. No name is looked up: that is left to who gives it out.
    """
    check_settings(domain.settings)
    if domain.is_custom:
        _check_custom(domain.name)
    else:
        _check_prefix(domain.name)


def check_settings(settings: DomainSettings) -> None:
    """Refuse pages that there are not, and routes of a prefix domain.

    Raises InvalidParameterException.
    """
    if settings.pages_version not in {CLASSIC, MANAGED_LOGIN}:
        raise InvalidParameterException(_NO_VERSION)
    if settings.failover is not None and settings.certificate is None:
        raise InvalidParameterException(_ROUTES_OF_CUSTOM_ONES)


def check_plan(settings: PoolSettings, domains: Sequence[Domain]) -> None:
    """Refuse a plan that has no managed login to a pool with a domain that shows it.

    Raises TierChangeNotAllowedException.
    """
    if any(domain.settings.pages_version == MANAGED_LOGIN for domain in domains):
        tiers.check_managed_login_stays(settings)


def _check_prefix(name: str) -> None:
    if _LABEL.fullmatch(name) is None:
        raise InvalidParameterException(_NO_LABEL)
    for word in _RESERVED:
        if word in name:
            raise InvalidParameterException(f"Domain cannot contain reserved word: {word}")


def _check_custom(name: str) -> None:
    """Refuse what is no host below somebody's own domain; the address of a machine is none."""
    labels = name.split(".")
    is_host = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if len(labels) < _LABELS_MIN or not is_host:
        raise InvalidParameterException(_NO_SUBDOMAIN)
