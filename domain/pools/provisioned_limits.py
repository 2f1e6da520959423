"""Provisioned limits: how many requests of a category a second are taken, for all pools together.

Here they are told and set; requests are counted where they come in.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.errors import (
    InvalidParameterException,
    ResourceNotFoundException,
    ServiceQuotaExceededException,
)
from domain.model.limits import DEFAULTS, PROVISIONED_MAX, Limit
from domain.ports.bundle import Ports


class ProvisionedLimits:
    """The limits of this deployment."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store

    def all(self) -> Mapping[str, int]:
        """Return the requests a second of every category."""
        with self._store.reading() as unit:
            return {**DEFAULTS, **unit.limits.all()}

    def get(self, category: str) -> Limit:
        """Return the limit of a category. Raises ResourceNotFoundException."""
        _require(category)
        return Limit(
            category=category, provisioned=self.all()[category], default=DEFAULTS[category]
        )

    def set(self, category: str, per_second: int) -> Limit:
        """Set the limit of a category, and return it.

        Raises ResourceNotFoundException, InvalidParameterException for less than the default,
        ServiceQuotaExceededException for more than PROVISIONED_MAX.
        """
        _require(category)
        default = DEFAULTS[category]
        if per_second < default:
            raise InvalidParameterException(
                f"The limit of {category} cannot be less than {default} requests per second."
            )
        if per_second > PROVISIONED_MAX:
            raise ServiceQuotaExceededException
        with self._store.writing() as unit:
            unit.limits.put(category, per_second)
        return Limit(category=category, provisioned=per_second, default=default)


def _require(category: str) -> None:
    if category not in DEFAULTS:
        raise ResourceNotFoundException(f"Limit category {category} does not exist.")
