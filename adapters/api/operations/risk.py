"""Threat protection: what a pool or a client does about risks, set and described."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import risk as wire
from domain.model.identifiers import PoolId


def set_risk_configuration(
    call: Call, req: w.SetRiskConfigurationRequest
) -> w.SetRiskConfigurationResponse:
    """SetRiskConfiguration: replaces all of it."""
    described = call.services.risk_configurations.set(
        PoolId(req["UserPoolId"]), wire.client_of(req), wire.configuration(req)
    )
    return {"RiskConfiguration": wire.shown(described)}


def describe_risk_configuration(
    call: Call, req: w.DescribeRiskConfigurationRequest
) -> w.DescribeRiskConfigurationResponse:
    """DescribeRiskConfiguration."""
    described = call.services.risk_configurations.describe(
        PoolId(req["UserPoolId"]), wire.client_of(req)
    )
    return {"RiskConfiguration": wire.shown(described)}
