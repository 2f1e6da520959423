"""Translation between the shapes of the operations on accounts and the domain's own values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

from adapters.api.wire import model as w
from adapters.api.wire.factors import second_factors
from adapters.api.wire.present import filled, seconds
from domain.accounts.attributes import from_pairs
from domain.accounts.confirm_sign_up import Confirmation
from domain.accounts.create_user import Invitation
from domain.accounts.list_users import UserQuery
from domain.accounts.named_user import Naming
from domain.accounts.profiles import Profile
from domain.accounts.sign_up import SignedUp, SignUpRequest
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.message import CodeDelivery
from domain.model.source import Source
from domain.paging import Page

Named: TypeAlias = (
    w.SignUpRequest
    | w.ConfirmSignUpRequest
    | w.ResendConfirmationCodeRequest
    | w.ForgotPasswordRequest
    | w.ConfirmForgotPasswordRequest
)


def naming(req: Named, source: Source) -> Naming:
    """Read whom a public operation is about, and by which client."""
    return Naming(
        client_id=ClientId(req["ClientId"]),
        username=req["Username"],
        secret_hash=req.get("SecretHash"),
        client_metadata=req.get("ClientMetadata"),
        source=source,
    )


def secret(text: str | None) -> Secret[str] | None:
    """Wrap a password as soon as it is read."""
    return None if text is None else Secret(text)


def sign_up_request(req: w.SignUpRequest, source: Source) -> SignUpRequest:
    """Read SignUp."""
    return SignUpRequest(
        naming=naming(req, source),
        password=secret(req.get("Password")),
        attributes=attributes(req.get("UserAttributes", [])),
        validation_data=_validation_data(req),
    )


def signed_up(value: SignedUp) -> w.SignUpResponse:
    """Write SignUp."""
    response: w.SignUpResponse = {"UserConfirmed": value.confirmed, "UserSub": value.sub}
    if value.delivery is not None:
        response["CodeDeliveryDetails"] = code_delivery(value.delivery)
    if value.session is not None:
        response["Session"] = value.session
    return response


def confirmation(req: w.ConfirmSignUpRequest, source: Source) -> Confirmation:
    """Read ConfirmSignUp."""
    return Confirmation(
        naming=naming(req, source),
        answer=req["ConfirmationCode"],
        force_alias=req.get("ForceAliasCreation", False),
        session=req.get("Session"),
    )


def invitation(req: w.AdminCreateUserRequest) -> Invitation:
    """Read AdminCreateUser."""
    return Invitation(
        pool_id=PoolId(req["UserPoolId"]),
        username=req["Username"],
        attributes=attributes(req.get("UserAttributes", [])),
        validation_data=_validation_data(req),
        client_metadata=req.get("ClientMetadata"),
        temporary_password=secret(req.get("TemporaryPassword")),
        mediums=tuple(req.get("DesiredDeliveryMediums", [])),
        force_alias=req.get("ForceAliasCreation", False),
        silent=req.get("MessageAction") == "SUPPRESS",
    )


def attributes(given: Iterable[w.AttributeType]) -> dict[str, str]:
    """Read a list of attributes; an attribute without value is one with a blank value."""
    return from_pairs((each["Name"], each.get("Value", "")) for each in given)


def code_delivery(value: CodeDelivery) -> w.CodeDeliveryDetailsType:
    """Write where a code went."""
    return {
        "Destination": value.destination,
        "DeliveryMedium": cast("w.DeliveryMediumType", value.medium),
        "AttributeName": value.attribute,
    }


def own_profile(profile: Profile) -> w.GetUserResponse:
    """Write GetUser."""
    shape = {
        "Username": profile.user.username,
        "UserAttributes": attribute_list(profile.attributes),
        **second_factors(profile.user.factors),
    }
    return cast("w.GetUserResponse", shape)


def admin_profile(profile: Profile) -> w.AdminGetUserResponse:
    """Write AdminGetUser."""
    user = profile.user
    shape = {
        "Username": user.username,
        "UserAttributes": attribute_list(profile.attributes),
        "UserCreateDate": seconds(user.created_at_ms),
        "UserLastModifiedDate": seconds(user.modified_at_ms),
        "Enabled": user.enabled,
        "UserStatus": user.status.value,
        **second_factors(user.factors),
    }
    return cast("w.AdminGetUserResponse", shape)


def listed_user(profile: Profile) -> w.UserType:
    """Write a user as AdminCreateUser returns him; the member is called Attributes there."""
    user = profile.user
    return {
        "Username": user.username,
        "Attributes": attribute_list(profile.attributes),
        "UserCreateDate": seconds(user.created_at_ms),
        "UserLastModifiedDate": seconds(user.modified_at_ms),
        "Enabled": user.enabled,
        "UserStatus": user.status.value,
    }


def user_query(req: w.ListUsersRequest) -> UserQuery:
    """Read whom ListUsers asks for, and what of them."""
    return UserQuery(filter=req.get("Filter", ""), attributes=tuple(req.get("AttributesToGet", [])))


def listed_users(page: Page[Profile]) -> w.ListUsersResponse:
    """Write a page of users."""
    users = [listed_user(profile) for profile in page.items]
    shape = {"Users": users, "PaginationToken": page.next_token}
    return cast("w.ListUsersResponse", filled(shape))


def attribute_list(values: Mapping[str, str]) -> list[w.AttributeType]:
    """Write attributes as the list of the wire, in their order."""
    return [{"Name": name, "Value": value} for name, value in values.items()]


def _validation_data(
    req: w.SignUpRequest | w.AdminCreateUserRequest,
) -> dict[str, str] | None:
    if "ValidationData" not in req:
        return None
    return {each["Name"]: each.get("Value", "") for each in req["ValidationData"]}
