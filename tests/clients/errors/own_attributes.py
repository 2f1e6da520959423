"""Changing, proving and deleting attributes: what may not be, and codes that are none."""

from __future__ import annotations

import secrets

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import Tenant, attributes, unique

INVALID = "InvalidParameterException"
SCHEMA = "Attributes did not conform to the schema: "


def _own(pool: Tenant, name: str, **members: object) -> Request:
    return {"AccessToken": pool.sign_in(name)["AccessToken"], **members}


def _update(pool: Tenant, name: str, **given: str) -> Request:
    return _own(pool, name, UserAttributes=attributes(given))


@row("UpdateUserAttributes", "bad number", INVALID, "Invalid phone number format.")
def bad_number(desk: Desk, _operation: str) -> Request:
    """A number without its form."""
    return _update(desk.plain, desk.plain.user(), phone_number="0151")


@row("UpdateUserAttributes", "bad address", INVALID, "Invalid email address format.")
def bad_address(desk: Desk, _operation: str) -> Request:
    """An address without its form."""
    return _update(desk.plain, desk.plain.user(), email="nowhere")


@row(
    "UpdateUserAttributes",
    "immutable",
    INVALID,
    "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)",
)
def immutable(desk: Desk, _operation: str) -> Request:
    """An attribute that is written once."""
    name = desk.strict.user(**{"email": "a@example.com", "custom:fixed": "1"})
    return _update(desk.strict, name, **{"custom:fixed": "2"})


@row(
    ("UpdateUserAttributes", "DeleteUserAttributes"),
    "not writable",
    "NotAuthorizedException",
    "A client attempted to write unauthorized attribute",
)
def not_writable(desk: Desk, operation: str) -> Request:
    """A proof, which nobody gives himself."""
    name = desk.reachable()
    if operation.startswith("Delete"):
        return _own(desk.plain, name, UserAttributeNames=["email_verified"])
    return _update(desk.plain, name, email_verified="true")


@row(
    ("DeleteUserAttributes", "AdminDeleteUserAttributes"),
    "required",
    INVALID,
    f"{SCHEMA}email: The attribute is required\n",
)
def required(desk: Desk, operation: str) -> Request:
    """An attribute that everybody has."""
    pool, names = desk.strict, {"UserAttributeNames": ["email"]}
    name = pool.user(email="a@example.com")
    if operation.startswith("Admin"):
        return {"UserPoolId": pool.pool_id, "Username": name, **names}
    return _own(pool, name, **names)


@row(
    ("UpdateUserAttributes", "VerifyUserAttribute"),
    "alias taken",
    "AliasExistsException",
    "An account with the given email already exists.",
)
def alias_taken(desk: Desk, operation: str) -> Request:
    """Another user's verified address, at once or since the code was sent."""
    pool, address = desk.aliased, f"{unique('taken')}@example.com"
    name = pool.user()
    changed = _update(pool, name, email=address)
    if operation == "UpdateUserAttributes":
        pool.user(email=address, email_verified="true")
        return changed
    pool.api.update_user_attributes(**changed)
    code = pool.code(address)
    pool.user(email=address, email_verified="true")
    return {"AccessToken": changed["AccessToken"], "AttributeName": "email", "Code": code}


@row(
    "VerifyUserAttribute",
    "wrong code",
    "CodeMismatchException",
    "Invalid verification code provided, please try again.",
)
def wrong_code(desk: Desk, _operation: str) -> Request:
    """Not the code that was sent."""
    address = f"{unique('new')}@example.com"
    changed = _update(desk.plain, desk.plain.user(), email=address)
    desk.plain.api.update_user_attributes(**changed)
    wrong = f"{(int(desk.plain.code(address)) + 1) % 10**6:06}"
    return {"AccessToken": changed["AccessToken"], "AttributeName": "email", "Code": wrong}


@row(
    "VerifyUserAttribute",
    "no code",
    "ExpiredCodeException",
    "Invalid code provided, please request a code again.",
)
def no_code(desk: Desk, _operation: str) -> Request:
    """No code was asked for."""
    guess = f"{secrets.randbelow(10**6):06}"
    return _own(desk.plain, desk.reachable(), AttributeName="email", Code=guess)


@row(
    ("GetUserAttributeVerificationCode", "VerifyUserAttribute"),
    "other attribute",
    INVALID,
    "Invalid attribute name. Only phone_number and email can be verified.",
)
def other_attribute(desk: Desk, operation: str) -> Request:
    """An attribute that is no address."""
    code = {"Code": "123456"} if operation.startswith("Verify") else {}
    return _own(desk.plain, desk.reachable(), AttributeName="name", **code)


@row(
    "GetUserAttributeVerificationCode",
    "no address",
    INVALID,
    "User does not have a valid registered email address",
)
def no_address(desk: Desk, _operation: str) -> Request:
    """Nothing to send a code to."""
    return _own(desk.plain, desk.plain.user(), AttributeName="email")
