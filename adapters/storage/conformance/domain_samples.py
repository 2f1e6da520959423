"""Domains to store, as `samples` has the other values."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from adapters.storage.conformance import samples as s
from domain.model.domain import MANAGED_LOGIN, Certificate, Domain, DomainSettings, Failover

PREFIX: Final = Domain(name="shop", pool_id=s.POOL_ID, modified_at_ms=s.NOW_MS)
CUSTOM: Final = Domain(
    name="login.shop.example.com",
    pool_id=s.POOL_ID,
    settings=DomainSettings(
        pages_version=MANAGED_LOGIN,
        certificate=Certificate(
            arn="arn:aws:acm:us-east-1:123456789012:certificate/sample",
            security_policy="TLS_V1_2_2021",
        ),
        failover=Failover(secondary_region="us-west-2", health_check_id="check-1"),
    ),
    modified_at_ms=s.NOW_MS,
)


def of_other_pool(domain: Domain) -> Domain:
    """Return the domain of the other pool that is most like it."""
    return replace(domain, name=f"other-{domain.name}", pool_id=s.OTHER_POOL_ID)
