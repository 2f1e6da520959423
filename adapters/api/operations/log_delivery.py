"""Where a pool's logs go, set and described."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import log_delivery as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def set_log_delivery_configuration(
    call: Call, req: w.SetLogDeliveryConfigurationRequest
) -> w.SetLogDeliveryConfigurationResponse:
    """SetLogDeliveryConfiguration: replaces all of it."""
    pool_id = PoolId(req["UserPoolId"])
    given = wire.deliveries(req["LogConfigurations"])
    configured = call.services.log_deliveries.set(pool_id, given)
    return {"LogDeliveryConfiguration": wire.shown(pool_id, configured)}


def get_log_delivery_configuration(
    call: Call, req: w.GetLogDeliveryConfigurationRequest
) -> w.GetLogDeliveryConfigurationResponse:
    """GetLogDeliveryConfiguration."""
    pool_id = PoolId(req["UserPoolId"])
    configured = call.services.log_deliveries.describe(pool_id)
    return {"LogDeliveryConfiguration": wire.shown(pool_id, configured)}
