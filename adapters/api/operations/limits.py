"""Provisioned limits: show and set how many requests of a category are taken."""

from __future__ import annotations

from typing import Final

from adapters.api.call import Call
from adapters.api.wire import model as w
from domain.errors import InvalidParameterException
from domain.model.limits import Limit

_CATEGORY: Final = "Category"
_ATTRIBUTES: Final = "LimitDefinition.Attributes must have Category, and nothing else."


def get_provisioned_limit(
    call: Call, req: w.GetProvisionedLimitRequest
) -> w.GetProvisionedLimitResponse:
    """Show the limit of a category."""
    definition = req["LimitDefinition"]
    limit = call.services.provisioned_limits.get(_category(definition))
    return {"Limit": _shown(definition, limit)}


def update_provisioned_limit(
    call: Call, req: w.UpdateProvisionedLimitRequest
) -> w.UpdateProvisionedLimitResponse:
    """Set the limit of a category."""
    definition, requested = req["LimitDefinition"], req["RequestedLimitValue"]
    limit = call.services.provisioned_limits.set(_category(definition), requested)
    return {"Limit": _shown(definition, limit)}


def _category(definition: w.LimitDefinitionType) -> str:
    attributes = definition["Attributes"]
    if attributes.keys() != {_CATEGORY}:
        raise InvalidParameterException(_ATTRIBUTES)
    return attributes[_CATEGORY]


def _shown(definition: w.LimitDefinitionType, limit: Limit) -> w.LimitType:
    return {
        "LimitDefinition": definition,
        "ProvisionedLimitValue": limit.provisioned,
        "FreeLimitValue": limit.default,
    }
