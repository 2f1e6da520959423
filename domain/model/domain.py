"""Domains of pools: the names under which browsers find a pool's sign-in pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model.identifiers import PoolId

CLASSIC = 1
MANAGED_LOGIN = 2
"""Versions of the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the operator of a custom domain has said of its TLS; who ends TLS has to do it."""

    arn: str
    security_policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failover:
    """Where requests to a custom domain go while the health check of the first region fails."""

    secondary_region: str
    health_check_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainSettings:
    """What of a domain may be changed. One with a certificate is a custom domain."""

    pages_version: int = CLASSIC
    certificate: Certificate | None = None
    failover: Failover | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain of one pool.

    Its name is its key among the domains of all pools and never changes: one label of a prefix
    domain, the whole of a custom one.
    """

    name: str
    pool_id: PoolId
    settings: DomainSettings = field(default_factory=DomainSettings)
    modified_at_ms: int

    @property
    def is_custom(self) -> bool:
        """Whether it is a custom domain, which no prefix domain ever becomes."""
        return self.settings.certificate is not None
