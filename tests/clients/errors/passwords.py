"""Passwords against the policy and the history of a pool, wherever one is set."""

from __future__ import annotations

from tests.clients.errors.desk import TEMPORARY, Desk, Request, by_password, named, of_user, row
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant, unique

REFUSED = "InvalidPasswordException"
SETTING = (
    "ConfirmForgotPassword",
    "ChangePassword",
    "AdminSetUserPassword",
    "AdminCreateUser",
    "RespondToAuthChallenge",
)
WEAK = {
    "Sh0rt!": "Password not long enough",
    "passw0rd!": "Password must have uppercase characters",
    "PASSW0RD!": "Password must have lowercase characters",
    "Password!": "Password must have numeric characters",
    "Passw0rdd": "Password must have symbol characters",
}


def _setting(desk: Desk, operation: str, password: str, tenant: Tenant) -> Request:
    """Return a request that sets the password by the operation."""
    match operation:
        case "SignUp":
            return named(tenant, unique("new"), Password=password)
        case "AdminCreateUser":
            return of_user(tenant, unique("new"), TemporaryPassword=password)
        case "AdminSetUserPassword":
            return of_user(tenant, tenant.user(), Password=password, Permanent=True)
        case "ChangePassword":
            token = tenant.sign_in(tenant.user())["AccessToken"]
            return {
                "AccessToken": token,
                "PreviousPassword": PASSWORD,
                "ProposedPassword": password,
            }
        case "ConfirmForgotPassword":
            name = desk.reachable(tenant)
            tenant.api.forgot_password(**named(tenant, name))
            (address,) = _addresses(tenant, name)
            return named(tenant, name, ConfirmationCode=tenant.code(address), Password=password)
        case _:
            name = tenant.invite(temporary=TEMPORARY)
            begun = by_password("InitiateAuth", tenant, name, TEMPORARY)
            return {
                "ClientId": tenant.client_id,
                "ChallengeName": "NEW_PASSWORD_REQUIRED",
                "Session": tenant.api.initiate_auth(**begun)["Session"],
                "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": password},
            }


def _addresses(tenant: Tenant, name: str) -> list[str]:
    shown = tenant.api.admin_get_user(**of_user(tenant, name))["UserAttributes"]
    return [each["Value"] for each in shown if each["Name"] == "email"]


def _register(password: str, reason: str) -> None:
    @row("SignUp", reason, REFUSED, f"Password did not conform with policy: {reason}")
    @row(SETTING, reason, REFUSED, f"Password does not conform to policy: {reason}")
    def weak(desk: Desk, operation: str) -> Request:
        return _setting(desk, operation, password, desk.plain)


for _password, _reason in WEAK.items():
    _register(_password, _reason)


@row(
    ("ChangePassword", "AdminSetUserPassword", "ConfirmForgotPassword"),
    "used before",
    "PasswordHistoryPolicyViolationException",
    "<unknown>",
)
def used_before(desk: Desk, operation: str) -> Request:
    """The present password once more, where the pool remembers passwords."""
    return _setting(desk, operation, PASSWORD, _remembering(desk))


@row(
    "ChangePassword",
    "used before the last",
    "PasswordHistoryPolicyViolationException",
    "<unknown>",
)
def used_long_before(desk: Desk, _operation: str) -> Request:
    """The password before the present one."""
    tenant = _remembering(desk)
    name = tenant.user()
    tenant.api.admin_set_user_password(
        **of_user(tenant, name, Password=NEW_PASSWORD, Permanent=True)
    )
    return {
        "AccessToken": tenant.sign_in(name, NEW_PASSWORD)["AccessToken"],
        "PreviousPassword": NEW_PASSWORD,
        "ProposedPassword": PASSWORD,
    }


def _remembering(desk: Desk) -> Tenant:
    policy = {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 3}}
    return desk.pool(Policies=policy)
