"""Translation between the shapes of the operations on risks and the domain's values."""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, seconds
from domain.model.identifiers import ClientId
from domain.model.risk import (
    CompromisedCredentials,
    PasswordEvent,
    RiskConfiguration,
    RiskExceptions,
)
from domain.pools.risk_configuration import DescribedRisk

_COMPROMISED: Final = "CompromisedCredentialsRiskConfiguration"
_TAKEOVER: Final = "AccountTakeoverRiskConfiguration"
_EXCEPTIONS: Final = "RiskExceptionConfiguration"


def client_of(
    req: w.SetRiskConfigurationRequest | w.DescribeRiskConfigurationRequest,
) -> ClientId | None:
    """Read whose configuration is meant: a client's, or (None) the pool's."""
    return ClientId(req["ClientId"]) if "ClientId" in req else None


def configuration(req: w.SetRiskConfigurationRequest) -> RiskConfiguration:
    """Read SetRiskConfiguration; its instant is the service's to say."""
    return RiskConfiguration(
        compromised=_compromised(req[_COMPROMISED]) if _COMPROMISED in req else None,
        exceptions=_exceptions(req[_EXCEPTIONS]) if _EXCEPTIONS in req else None,
        account_takeover=dict(req[_TAKEOVER]) if _TAKEOVER in req else None,
        modified_at_ms=0,
    )


def shown(described: DescribedRisk) -> w.RiskConfigurationType:
    """Write a configuration; where there is none, whose it would be."""
    configured = described.configuration
    shape: dict[str, object] = {"UserPoolId": described.pool_id, "ClientId": described.client_id}
    if configured is not None:
        shape |= {
            _COMPROMISED: _compromised_shape(configured.compromised),
            _TAKEOVER: configured.account_takeover,
            _EXCEPTIONS: _exceptions_shape(configured.exceptions),
            "LastModifiedDate": seconds(configured.modified_at_ms),
        }
    return cast("w.RiskConfigurationType", filled(shape))


def _compromised(given: w.CompromisedCredentialsRiskConfigurationType) -> CompromisedCredentials:
    events = given.get("EventFilter")
    return CompromisedCredentials(
        blocks=given["Actions"]["EventAction"] == "BLOCK",
        events=None if events is None else tuple(PasswordEvent(each) for each in events),
    )


def _exceptions(given: w.RiskExceptionConfigurationType) -> RiskExceptions:
    blocked, skipped = given.get("BlockedIPRangeList"), given.get("SkippedIPRangeList")
    return RiskExceptions(
        blocked=None if blocked is None else tuple(blocked),
        skipped=None if skipped is None else tuple(skipped),
    )


def _compromised_shape(value: CompromisedCredentials | None) -> dict[str, object] | None:
    if value is None:
        return None
    events = None if value.events is None else [each.value for each in value.events]
    actions = {"EventAction": "BLOCK" if value.blocks else "NO_ACTION"}
    return filled({"EventFilter": events, "Actions": actions})


def _exceptions_shape(value: RiskExceptions | None) -> dict[str, object] | None:
    if value is None:
        return None
    lists = {"BlockedIPRangeList": value.blocked, "SkippedIPRangeList": value.skipped}
    return {name: list(each) for name, each in lists.items() if each is not None}
