"""Signing up and being invited: names, addresses and attributes that cannot be."""

from __future__ import annotations

import secrets

from tests.clients.errors.desk import Desk, Request, named, of_user, row
from tests.support.tenant import PASSWORD, Tenant, attributes, unique

INVALID = "InvalidParameterException"
EMAIL_LIKE = "Username cannot be of email format, since user pool is configured for email alias."
PHONE_LIKE = (
    "Username cannot be of phone number format,"
    " since user pool is configured for phone number alias."
)
SCHEMA = "Attributes did not conform to the schema: "


def _sign_up(pool: Tenant, name: str, **given: str) -> Request:
    return named(pool, name, Password=PASSWORD, UserAttributes=attributes(given))


def _number() -> str:
    return f"+49{secrets.randbelow(10**10):010}"


@row("SignUp", "address taken as a name", "UsernameExistsException", "User already exists")
def address_taken(desk: Desk, _operation: str) -> Request:
    """Another user's address, where addresses are names."""
    address = f"{unique('taken')}@example.com"
    desk.by_address.user(address)
    return _sign_up(desk.by_address, address)


@row(
    "SignUp",
    "address taken",
    "UsernameExistsException",
    "An account with the given email already exists.",
)
def other_address_taken(desk: Desk, _operation: str) -> Request:
    """Another user's address beside a number that is the name."""
    address = f"{unique('taken')}@example.com"
    desk.by_either.user(address)
    return _sign_up(desk.by_either, _number(), email=address)


@row(
    "SignUp",
    "number taken",
    "UsernameExistsException",
    "An account with the given phone_number already exists.",
)
def other_number_taken(desk: Desk, _operation: str) -> Request:
    """Another user's number beside an address that is the name."""
    number = _number()
    desk.by_either.user(number)
    return _sign_up(desk.by_either, f"{unique('new')}@example.com", phone_number=number)


@row("SignUp", "name taken", "UsernameExistsException", "User already exists")
@row("AdminCreateUser", "name taken", "UsernameExistsException", "User account already exists")
def name_taken(desk: Desk, operation: str) -> Request:
    """Another user's name."""
    return _new(desk.plain, operation, desk.plain.user())


@row("SignUp", "closed", "NotAuthorizedException", "SignUp is not permitted for this user pool")
def closed(desk: Desk, _operation: str) -> Request:
    """Only administrators make users here."""
    pool = desk.pool(AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    return _sign_up(pool, "visitor")


@row(("SignUp", "AdminCreateUser"), "name like an address", INVALID, EMAIL_LIKE)
def like_an_address(desk: Desk, operation: str) -> Request:
    """An address as a name, where addresses are aliases."""
    return _new(desk.aliased, operation, "someone@example.com")


@row(("SignUp", "AdminCreateUser"), "name like a number", INVALID, PHONE_LIKE)
def like_a_number(desk: Desk, operation: str) -> Request:
    """A number as a name, where numbers are aliases."""
    return _new(desk.aliased, operation, "+4915112345678")


@row(("SignUp", "AdminCreateUser"), "no address", INVALID, "Username should be an email.")
def no_address(desk: Desk, operation: str) -> Request:
    """No address, where addresses are names."""
    return _new(desk.by_address, operation, "someone")


@row(("SignUp", "AdminCreateUser"), "no number", INVALID, "Username should be a phone number.")
def no_number(desk: Desk, operation: str) -> Request:
    """No number, where numbers are names."""
    return _new(desk.by_number, operation, "someone")


@row(
    ("SignUp", "AdminCreateUser"),
    "neither",
    INVALID,
    "Username should be either an email or a phone number.",
)
def neither(desk: Desk, operation: str) -> Request:
    """Neither address nor number, where either is a name."""
    return _new(desk.by_either, operation, "someone")


@row("SignUp", "required", INVALID, f"{SCHEMA}email: The attribute is required\n")
def required(desk: Desk, _operation: str) -> Request:
    """A required attribute is missing."""
    return _sign_up(desk.strict, unique("new"))


@row(
    "SignUp",
    "unknown attribute",
    INVALID,
    f"{SCHEMA}custom:x: Attribute does not exist in the schema.\n",
)
def unknown_attribute(desk: Desk, _operation: str) -> Request:
    """An attribute that the pool does not have."""
    return _sign_up(desk.plain, unique("new"), **{"custom:x": "1"})


@row(
    "SignUp",
    "long attribute",
    INVALID,
    f"{SCHEMA}custom:short: String must be no longer than 3 characters\n",
)
def long_attribute(desk: Desk, _operation: str) -> Request:
    """A value that is too long."""
    return _sign_up(
        desk.strict, unique("new"), **{"email": "a@example.com", "custom:short": "four"}
    )


@row(
    ("SignUp", "AdminCreateUser", "AdminUpdateUserAttributes"),
    "bad number",
    INVALID,
    "Invalid phone number format.",
)
def bad_number(desk: Desk, operation: str) -> Request:
    """A number without its form."""
    return _with(desk, operation, phone_number="0151")


@row(
    ("SignUp", "AdminCreateUser", "AdminUpdateUserAttributes"),
    "bad address",
    INVALID,
    "Invalid email address format.",
)
def bad_address(desk: Desk, operation: str) -> Request:
    """An address without its form."""
    return _with(desk, operation, email="nowhere")


def _new(pool: Tenant, operation: str, name: str) -> Request:
    if operation == "SignUp":
        return _sign_up(pool, name)
    return of_user(pool, name, MessageAction="SUPPRESS")


def _with(desk: Desk, operation: str, **given: str) -> Request:
    written = {"UserAttributes": attributes(given)}
    match operation:
        case "SignUp":
            return _sign_up(desk.plain, unique("new"), **given)
        case "AdminCreateUser":
            return of_user(desk.plain, unique("new"), **written)
        case _:
            return of_user(desk.plain, desk.plain.user(), **written)
