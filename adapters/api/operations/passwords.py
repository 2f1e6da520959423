"""Passwords: forgotten, changed by their owner, set or reset by an administrator."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.sources import source_of
from adapters.api.wire import accounts as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId, Secret


def forgot_password(call: Call, req: w.ForgotPasswordRequest) -> w.ForgotPasswordResponse:
    """ForgotPassword."""
    delivery = call.services.accounts.forgot_password.send(wire.naming(req, source_of(call, req)))
    return {"CodeDeliveryDetails": wire.code_delivery(delivery)}


def confirm_forgot_password(
    call: Call, req: w.ConfirmForgotPasswordRequest
) -> w.ConfirmForgotPasswordResponse:
    """ConfirmForgotPassword."""
    call.services.accounts.confirm_forgot_password.confirm(
        wire.naming(req, source_of(call, req)), req["ConfirmationCode"], Secret(req["Password"])
    )
    return {}


def change_password(call: Call, req: w.ChangePasswordRequest) -> w.ChangePasswordResponse:
    """ChangePassword."""
    call.services.accounts.change_password.change(
        req["AccessToken"],
        wire.secret(req.get("PreviousPassword")),
        Secret(req["ProposedPassword"]),
        source_of(call, req),
    )
    return {}


def admin_set_user_password(
    call: Call, req: w.AdminSetUserPasswordRequest
) -> w.AdminSetUserPasswordResponse:
    """AdminSetUserPassword."""
    call.services.accounts.set_password.set(
        PoolId(req["UserPoolId"]),
        req["Username"],
        Secret(req["Password"]),
        permanent=req.get("Permanent", False),
    )
    return {}


def admin_reset_user_password(
    call: Call, req: w.AdminResetUserPasswordRequest
) -> w.AdminResetUserPasswordResponse:
    """AdminResetUserPassword."""
    call.services.accounts.reset_password.reset(
        PoolId(req["UserPoolId"]), req["Username"], req.get("ClientMetadata")
    )
    return {}
