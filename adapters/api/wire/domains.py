"""Translation between the shapes of the operations on domains and the domain's values."""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, stamp
from domain.model.domain import CLASSIC, Certificate, DomainSettings, Failover
from domain.pools.domains import DescribedDomain, DomainChange

_NO_BUCKET: Final = "none"
"""The member must be there, and nothing is kept in a bucket."""


def settings(req: w.CreateUserPoolDomainRequest) -> DomainSettings:
    """Return what a request makes a domain of."""
    return DomainSettings(
        pages_version=req.get("ManagedLoginVersion", CLASSIC),
        certificate=_certificate(req.get("CustomDomainConfig")),
        failover=_failover(req.get("Routing")),
    )


def change(req: w.UpdateUserPoolDomainRequest) -> DomainChange:
    """Return what a request changes of a domain."""
    return DomainChange(
        pages_version=req.get("ManagedLoginVersion"),
        certificate=_certificate(req.get("CustomDomainConfig")),
        failover=_failover(req.get("Routing")),
    )


def answer(described: DescribedDomain) -> w.CreateUserPoolDomainResponse:
    """Write what a domain was made or changed to; both operations answer alike."""
    domain = described.domain
    shape = {
        "ManagedLoginVersion": domain.settings.pages_version,
        "CloudFrontDomain": described.host if domain.is_custom else None,
        "Routing": _routing(domain.settings.failover),
    }
    return cast("w.CreateUserPoolDomainResponse", filled(shape))


def shown(described: DescribedDomain | None) -> w.DomainDescriptionType:
    """Write a domain; of none there is nothing to write."""
    if described is None:
        return {}
    domain = described.domain
    shape = {
        "UserPoolId": domain.pool_id,
        "AWSAccountId": described.account_id,
        "Domain": domain.name,
        "S3Bucket": _NO_BUCKET,
        "CloudFrontDistribution": described.host,
        "Version": stamp(domain.modified_at_ms),
        "Status": "ACTIVE",
        "CustomDomainConfig": _config(domain.settings.certificate),
        "ManagedLoginVersion": domain.settings.pages_version,
        "Routing": _routing(domain.settings.failover),
    }
    return cast("w.DomainDescriptionType", filled(shape))


def _certificate(config: w.CustomDomainConfigType | None) -> Certificate | None:
    if config is None:
        return None
    return Certificate(arn=config["CertificateArn"], security_policy=config.get("SecurityPolicy"))


def _failover(routing: w.RoutingType | None) -> Failover | None:
    if routing is None or "Failover" not in routing:
        return None
    failover = routing["Failover"]
    return Failover(
        secondary_region=failover["SecondaryRegion"],
        health_check_id=failover["PrimaryRoute53HealthCheckId"],
    )


def _config(certificate: Certificate | None) -> dict[str, object] | None:
    if certificate is None:
        return None
    return filled(
        {"CertificateArn": certificate.arn, "SecurityPolicy": certificate.security_policy}
    )


def _routing(failover: Failover | None) -> dict[str, object] | None:
    if failover is None:
        return None
    members = {
        "SecondaryRegion": failover.secondary_region,
        "PrimaryRoute53HealthCheckId": failover.health_check_id,
    }
    return {"Failover": members}
