"""Confirming, recovering, and what administrators do with users."""

from __future__ import annotations

import secrets
from typing import Any

from tests.clients.errors.desk import TEMPORARY, WRONG, Desk, Request, named, of_user, row
from tests.support.tenant import NEW_PASSWORD, PASSWORD, attributes, unique

NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
NOT_FOUND = "UserNotFoundException"
NO_USER = "User does not exist."
NO_PAIR = "Username/client id combination not found."
EXPIRED = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
MISMATCH = (
    "CodeMismatchException",
    "Invalid verification code provided, please try again.",
)
BY_ADMIN: dict[str, dict[str, Any]] = {
    "AdminGetUser": {},
    "AdminUpdateUserAttributes": {"UserAttributes": attributes({"name": "x"})},
    "AdminDeleteUserAttributes": {"UserAttributeNames": ["name"]},
    "AdminDeleteUser": {},
    "AdminSetUserPassword": {"Password": PASSWORD},
    "AdminEnableUser": {},
    "AdminDisableUser": {},
    "AdminConfirmSignUp": {},
    "AdminResetUserPassword": {},
    "AdminUserGlobalSignOut": {},
    "AdminAddUserToGroup": {"GroupName": "any"},
    "AdminRemoveUserFromGroup": {"GroupName": "any"},
    "AdminListGroupsForUser": {},
}


@row("ConfirmSignUp", "wrong code", *MISMATCH)
def wrong_code(desk: Desk, _operation: str) -> Request:
    """Not the code that was sent."""
    name = desk.signed_up()
    sent = desk.plain.code(f"{name}@example.com")
    return named(desk.plain, name, ConfirmationCode=f"{(int(sent) + 1) % 10**6:06}")


@row("ConfirmSignUp", "code dead", *EXPIRED)
def dead_code(desk: Desk, operation: str) -> Request:
    """The right code, after five wrong ones."""
    name = desk.signed_up()
    sent = desk.plain.code(f"{name}@example.com")
    wrong = named(desk.plain, name, ConfirmationCode=f"{(int(sent) + 1) % 10**6:06}")
    for _ in range(5):
        try:
            desk.plain.api.confirm_sign_up(**wrong)
        except desk.plain.api.exceptions.CodeMismatchException:
            continue
    return {**wrong, "ConfirmationCode": sent}


@row(
    ("ConfirmSignUp", "AdminConfirmSignUp"),
    "confirmed",
    NOT_AUTHORIZED,
    "User cannot be confirmed. Current status is CONFIRMED",
)
def confirmed(desk: Desk, operation: str) -> Request:
    """Nothing left to confirm."""
    name = desk.plain.user()
    if operation.startswith("Admin"):
        return of_user(desk.plain, name)
    return named(desk.plain, name, ConfirmationCode="123456")


@row(
    "ConfirmSignUp",
    "alias taken",
    "AliasExistsException",
    "An account with the email already exists.",
)
def alias_taken(desk: Desk, _operation: str) -> Request:
    """Another user has confirmed the address meanwhile."""
    name, other = desk.signed_up(desk.aliased), desk.aliased.user()
    taken = {"email": f"{name}@example.com", "email_verified": "true"}
    desk.aliased.api.admin_update_user_attributes(
        **of_user(desk.aliased, other, UserAttributes=attributes(taken))
    )
    return named(desk.aliased, name, ConfirmationCode=desk.aliased.code(f"{name}@example.com"))


@row(
    "ConfirmSignUp",
    "number taken",
    "AliasExistsException",
    "An account with the phone_number already exists.",
)
def number_taken(desk: Desk, _operation: str) -> Request:
    """Another user has proven the number meanwhile."""
    pool = desk.pool(
        AliasAttributes=["phone_number"],
        AutoVerifiedAttributes=["phone_number"],
        SmsConfiguration={"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"},
    )
    name, number = unique("early"), f"+1555{secrets.randbelow(10**7):07d}"
    given = attributes({"phone_number": number})
    pool.api.sign_up(**named(pool, name, Password=PASSWORD, UserAttributes=given))
    taken = attributes({"phone_number": number, "phone_number_verified": "true"})
    pool.api.admin_update_user_attributes(**of_user(pool, pool.user(), UserAttributes=taken))
    return named(pool, name, ConfirmationCode=pool.code(number))


@row(("ConfirmSignUp", "ConfirmForgotPassword"), "unknown", NOT_FOUND, NO_USER)
@row(("ForgotPassword", "ResendConfirmationCode"), "unknown", NOT_FOUND, NO_PAIR)
def unknown(desk: Desk, operation: str) -> Request:
    """No such user, and the client says so."""
    return named(desk.plain, "nobody", **_code(operation))


@row("ConfirmSignUp", "unknown, ENABLED", *MISMATCH)
@row("ConfirmForgotPassword", "unknown, no code, ENABLED", *EXPIRED)
def unknown_discreetly(desk: Desk, operation: str) -> Request:
    """No such user, and the client does not say so."""
    return named(desk.discreet, unique("nobody"), **_code(operation))


@row("ConfirmForgotPassword", "unknown, after ForgotPassword, ENABLED", *MISMATCH)
def unknown_after_sending(desk: Desk, operation: str) -> Request:
    """A code was seemingly sent to nobody."""
    name = unique("nobody")
    desk.plain.api.forgot_password(**named(desk.discreet, name))
    return named(desk.discreet, name, **_code(operation))


@row("ConfirmForgotPassword", "no code", *EXPIRED)
def no_code(desk: Desk, operation: str) -> Request:
    """No code was asked for."""
    return named(desk.plain, desk.reachable(), **_code(operation))


@row(("ForgotPassword", "ConfirmForgotPassword"), "disabled", NOT_AUTHORIZED, "User is disabled.")
def disabled(desk: Desk, operation: str) -> Request:
    """A disabled user."""
    return named(desk.plain, desk.disabled(), **_code(operation))


@row("AdminResetUserPassword", "disabled", NOT_AUTHORIZED, "User is disabled.")
def reset_disabled(desk: Desk, _operation: str) -> Request:
    """A disabled user."""
    return of_user(desk.plain, desk.disabled())


@row("ResendConfirmationCode", "confirmed", INVALID, "User is already confirmed.")
def resend_confirmed(desk: Desk, _operation: str) -> Request:
    """Nothing left to confirm."""
    return named(desk.plain, desk.reachable())


@row(
    "ResendConfirmationCode",
    "nothing verified here",
    NOT_AUTHORIZED,
    "Cannot resend codes. Auto verification not turned on.",
)
def resend_nothing(desk: Desk, _operation: str) -> Request:
    """The pool sends no codes at sign-up."""
    pool = desk.pool(AutoVerifiedAttributes=[])
    return named(pool, desk.signed_up(pool))


@row(
    ("ForgotPassword", "AdminResetUserPassword"),
    "no way to reach",
    INVALID,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
)
def unreachable(desk: Desk, operation: str) -> Request:
    """Neither address nor number."""
    name = desk.plain.user()
    admin = operation.startswith("Admin")
    return of_user(desk.plain, name) if admin else named(desk.plain, name)


@row(
    ("ForgotPassword", "AdminResetUserPassword"),
    "invited",
    NOT_AUTHORIZED,
    "User password cannot be reset in the current state.",
)
def invited(desk: Desk, operation: str) -> Request:
    """The temporary password has not been exchanged yet."""
    address = f"{unique('guest')}@example.com"
    name = desk.plain.invite(email=address, email_verified="true", temporary=TEMPORARY)
    admin = operation.startswith("Admin")
    return of_user(desk.plain, name) if admin else named(desk.plain, name)


@row(
    "ForgotPassword",
    "by administrators",
    NOT_AUTHORIZED,
    "Contact administrator to reset password.",
)
def by_administrators(desk: Desk, _operation: str) -> Request:
    """Recovery is left to administrators."""
    recovery = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    pool = desk.pool(AccountRecoverySetting=recovery)
    return named(pool, desk.reachable(pool))


@row("ChangePassword", "wrong previous", NOT_AUTHORIZED, "Incorrect username or password.")
def wrong_previous(desk: Desk, _operation: str) -> Request:
    """Another previous password."""
    token = desk.plain.sign_in(desk.plain.user())["AccessToken"]
    return {
        "AccessToken": token,
        "PreviousPassword": WRONG,
        "ProposedPassword": NEW_PASSWORD,
    }


@row(tuple(BY_ADMIN), "unknown", NOT_FOUND, NO_USER)
def unknown_to_admin(desk: Desk, operation: str) -> Request:
    """No such user."""
    return of_user(desk.plain, "nobody", **BY_ADMIN[operation])


@row("AdminCreateUser", "again, unknown", NOT_FOUND, NO_USER)
def again(desk: Desk, _operation: str) -> Request:
    """Nobody to invite again."""
    return of_user(desk.plain, "nobody", MessageAction="RESEND")


@row(
    "AdminCreateUser",
    "alias taken",
    "AliasExistsException",
    "An account with the email already exists.",
)
def alias_of_another(desk: Desk, _operation: str) -> Request:
    """Another user's verified address, where addresses are aliases."""
    given = {"email": f"{unique('taken')}@example.com", "email_verified": "true"}
    desk.aliased.user(**given)
    return of_user(desk.aliased, unique("new"), UserAttributes=attributes(given))


@row(
    "AdminUpdateUserAttributes",
    "alias taken",
    "AliasExistsException",
    "An account with the given email already exists.",
)
def alias_updated(desk: Desk, _operation: str) -> Request:
    """Another user's verified address, where addresses are aliases."""
    given = {"email": f"{unique('taken')}@example.com", "email_verified": "true"}
    desk.aliased.user(**given)
    return of_user(desk.aliased, desk.aliased.user(), UserAttributes=attributes(given))


@row(
    "AdminUpdateUserAttributes",
    "immutable",
    INVALID,
    "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)",
)
def immutable(desk: Desk, _operation: str) -> Request:
    """An attribute that is written once."""
    name = desk.strict.user(**{"email": "a@example.com", "custom:fixed": "1"})
    return of_user(desk.strict, name, UserAttributes=attributes({"custom:fixed": "2"}))


def _code(operation: str) -> Request:
    codes = {"ConfirmationCode": "123456"}
    return {
        "ConfirmSignUp": codes,
        "ConfirmForgotPassword": {**codes, "Password": NEW_PASSWORD},
    }.get(operation, {})
