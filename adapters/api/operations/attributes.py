"""What a signed-in user does with his own attributes: changing, deleting and verifying them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import accounts as wire
from adapters.api.wire import model as w


def update_user_attributes(
    call: Call, req: w.UpdateUserAttributesRequest
) -> w.UpdateUserAttributesResponse:
    """UpdateUserAttributes."""
    deliveries = call.services.accounts.update_attributes.update_own(
        req["AccessToken"], wire.attributes(req["UserAttributes"]), req.get("ClientMetadata")
    )
    return {"CodeDeliveryDetailsList": [wire.code_delivery(each) for each in deliveries]}


def delete_user_attributes(
    call: Call, req: w.DeleteUserAttributesRequest
) -> w.DeleteUserAttributesResponse:
    """DeleteUserAttributes."""
    call.services.accounts.delete_attributes.delete_own(
        req["AccessToken"], req["UserAttributeNames"]
    )
    return {}


def get_user_attribute_verification_code(
    call: Call, req: w.GetUserAttributeVerificationCodeRequest
) -> w.GetUserAttributeVerificationCodeResponse:
    """GetUserAttributeVerificationCode."""
    delivery = call.services.accounts.send_attribute_code.send(
        req["AccessToken"], req["AttributeName"], req.get("ClientMetadata")
    )
    return {"CodeDeliveryDetails": wire.code_delivery(delivery)}


def verify_user_attribute(
    call: Call, req: w.VerifyUserAttributeRequest
) -> w.VerifyUserAttributeResponse:
    """VerifyUserAttribute."""
    call.services.accounts.verify_attribute.verify(
        req["AccessToken"], req["AttributeName"], req["Code"]
    )
    return {}
