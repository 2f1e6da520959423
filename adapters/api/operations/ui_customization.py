"""How the classic sign-in pages look: set and show it."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import ui_customization as wire
from domain.model.identifiers import PoolId


def set_ui_customization(
    call: Call, req: w.SetUICustomizationRequest
) -> w.SetUICustomizationResponse:
    """Replace style sheet and logo of a client, or of all that have none of their own."""
    described = call.services.ui_customizations.set(
        PoolId(req["UserPoolId"]), wire.client_id(req), req.get("CSS"), req.get("ImageFile")
    )
    return {"UICustomization": wire.shown(described)}


def get_ui_customization(
    call: Call, req: w.GetUICustomizationRequest
) -> w.GetUICustomizationResponse:
    """Show style sheet and logo of a client, its own or those of all, or that there are none."""
    described = call.services.ui_customizations.get(PoolId(req["UserPoolId"]), wire.client_id(req))
    return {"UICustomization": wire.shown(described)}
