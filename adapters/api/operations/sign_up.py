"""Becoming a user: signing up, and confirming that by code or by an administrator."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.sources import source_of
from adapters.api.wire import accounts as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def sign_up(call: Call, req: w.SignUpRequest) -> w.SignUpResponse:
    """SignUp."""
    request = wire.sign_up_request(req, source_of(call, req))
    return wire.signed_up(call.services.accounts.sign_up.sign_up(request))


def confirm_sign_up(call: Call, req: w.ConfirmSignUpRequest) -> w.ConfirmSignUpResponse:
    """ConfirmSignUp."""
    session = call.services.accounts.confirm_sign_up.confirm(
        wire.confirmation(req, source_of(call, req))
    )
    return {} if session is None else {"Session": session}


def resend_confirmation_code(
    call: Call, req: w.ResendConfirmationCodeRequest
) -> w.ResendConfirmationCodeResponse:
    """ResendConfirmationCode."""
    delivery = call.services.accounts.resend_code.resend(wire.naming(req, source_of(call, req)))
    return {"CodeDeliveryDetails": wire.code_delivery(delivery)}


def admin_confirm_sign_up(
    call: Call, req: w.AdminConfirmSignUpRequest
) -> w.AdminConfirmSignUpResponse:
    """AdminConfirmSignUp."""
    call.services.accounts.confirm_sign_up.confirm_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req.get("ClientMetadata")
    )
    return {}
