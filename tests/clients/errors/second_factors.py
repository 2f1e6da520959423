"""Second factors that are set up, given and preferred."""

from __future__ import annotations

import time
from typing import Any

from tests.clients.errors.desk import Desk, Request, begin, by_password, of_pool, of_user, row
from tests.support.second_factors import app_code, wrong
from tests.support.tenant import PASSWORD, Tenant, unique

RESPOND = ("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
PREFER = ("SetUserMFAPreference", "AdminSetUserMFAPreference")
BY_ADMIN = (
    "AdminSetUserMFAPreference",
    "AdminSetUserSettings",
    "AdminGetUserAuthFactors",
    "AdminDeleteSoftwareToken",
)
NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
INVALID_SESSION = "Invalid session for the user."
TOKEN_MISSING = (
    "SoftwareTokenMFANotFoundException",
    "Software Token MFA does not exist for the user.",
)
MISMATCH = ("CodeMismatchException", "Invalid code or auth state for the user.")
NO_DELIVERY = "User does not have delivery config set to turn on "
ON = {"Enabled": True}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
NEEDED: dict[str, dict[str, Any]] = {"AdminSetUserSettings": {"MFAOptions": []}}
MFA: dict[str, Any] = {
    "SmsMfaConfiguration": {
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
    },
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {},
}


def asking(desk: Desk, mode: str = "ON") -> Tenant:
    """Return a pool with second factors."""
    tenant = desk.pool(PoolName=f"second factors {mode}")
    request = {"UserPoolId": tenant.pool_id, "MfaConfiguration": mode}
    if tenant.api.get_user_pool_mfa_config(UserPoolId=tenant.pool_id)["MfaConfiguration"] != mode:
        tenant.api.set_user_pool_mfa_config(**request, **MFA)
    return tenant


def asked(tenant: Tenant, name: str) -> dict[str, Any]:
    """Give the password; return what is asked."""
    request = by_password("InitiateAuth", tenant, name)
    challenge: dict[str, Any] = tenant.api.initiate_auth(**request)
    return challenge


def answer(
    operation: str, tenant: Tenant, challenge: dict[str, Any], name: str, **answers: str
) -> Request:
    """Return the request that answers a challenge."""
    return {
        **of_pool(operation, tenant),
        "ClientId": tenant.client_id,
        "ChallengeName": challenge["ChallengeName"],
        "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": name, **answers},
    }


def with_token(tenant: Tenant) -> tuple[str, str]:
    """Make a user with a software token; return his name and a code of it that is wrong."""
    name = tenant.user()
    given = tenant.api.associate_software_token(Session=asked(tenant, name)["Session"])
    code = app_code(given["SecretCode"], time.time_ns() // 1_000_000)
    tenant.api.verify_software_token(Session=given["Session"], UserCode=code)
    return name, wrong(code)


def preferring(operation: str, tenant: Tenant, name: str, **blocks: Any) -> Request:  # noqa: ANN401 - JSON
    """Return the request that prefers, by the user or an administrator."""
    if operation.startswith("Admin"):
        return of_user(tenant, name, **blocks)
    return {"AccessToken": tenant.sign_in(name)["AccessToken"], **blocks}


@row(RESPOND, "wrong SOFTWARE_TOKEN_MFA", "CodeMismatchException", "Invalid code received for user")
def wrong_token_code(desk: Desk, operation: str) -> Request:
    """Another code than the token's."""
    tenant = asking(desk)
    name, code = with_token(tenant)
    challenge = asked(tenant, name)
    return answer(operation, tenant, challenge, name, SOFTWARE_TOKEN_MFA_CODE=code)


@row(RESPOND, "wrong SMS_MFA", *MISMATCH)
def wrong_text_message(desk: Desk, operation: str) -> Request:
    """Another code than was sent."""
    tenant = asking(desk)
    name = tenant.user(phone_number="+15555550123")
    challenge = asked(tenant, name)
    code = wrong(tenant.code("+15555550123"))
    return answer(operation, tenant, challenge, name, SMS_MFA_CODE=code)


@row(RESPOND, "wrong EMAIL_OTP", *MISMATCH)
def wrong_email(desk: Desk, operation: str) -> Request:
    """Another code than was sent."""
    tenant = asking(desk)
    address = f"{unique('wrong')}@example.com"
    name = tenant.user(email=address)
    challenge = asked(tenant, name)
    return answer(operation, tenant, challenge, name, EMAIL_OTP_CODE=wrong(tenant.code(address)))


@row(RESPOND, "MFA_SETUP, nothing set up", *TOKEN_MISSING)
def nothing_set_up(desk: Desk, operation: str) -> Request:
    """The challenge itself as the answer."""
    tenant = asking(desk)
    name = tenant.user()
    return answer(operation, tenant, asked(tenant, name), name)


@row("VerifySoftwareToken", "nothing associated", *TOKEN_MISSING)
def nothing_associated(desk: Desk, _operation: str) -> Request:
    """A proof of nothing."""
    tenant = asking(desk)
    return {"Session": asked(tenant, tenant.user())["Session"], "UserCode": "123456"}


@row(
    "VerifySoftwareToken",
    "wrong code",
    "EnableSoftwareTokenMFAException",
    "Code mismatch and fail enable Software Token MFA",
)
def wrong_proof(desk: Desk, _operation: str) -> Request:
    """Another code than that of the secret."""
    tenant = asking(desk)
    session = asked(tenant, tenant.user())["Session"]
    given = tenant.api.associate_software_token(Session=session)
    code = wrong(app_code(given["SecretCode"], time.time_ns() // 1_000_000))
    return {"Session": given["Session"], "UserCode": code}


@row(
    ("AssociateSoftwareToken", "VerifySoftwareToken"),
    "tokens not offered",
    "SoftwareTokenMFANotFoundException",
    "Software Token MFA has not been enabled by the userPool",
)
def not_offered(desk: Desk, operation: str) -> Request:
    """A pool without second factors."""
    token = desk.plain.sign_in(desk.plain.user())["AccessToken"]
    code = {"UserCode": "123456"} if operation == "VerifySoftwareToken" else {}
    return {"AccessToken": token, **code}


@row("AssociateSoftwareToken", "Session of another challenge", NOT_AUTHORIZED, INVALID_SESSION)
def other_challenge(desk: Desk, _operation: str) -> Request:
    """The Session of a new password."""
    tenant = asking(desk)
    name = tenant.invite(temporary=PASSWORD)
    request = begin("InitiateAuth", tenant, "USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD)
    return {"Session": tenant.api.initiate_auth(**request)["Session"]}


@row(PREFER, "token never proven", INVALID, f"{NO_DELIVERY}SOFTWARE_TOKEN_MFA")
def without_token(desk: Desk, operation: str) -> Request:
    """A token that was never registered."""
    tenant = asking(desk, "OPTIONAL")
    return preferring(operation, tenant, tenant.user(), SoftwareTokenMfaSettings=ON)


@row(PREFER, "no telephone", INVALID, f"{NO_DELIVERY}SMS_MFA")
def without_number(desk: Desk, operation: str) -> Request:
    """No number that a text message could go to."""
    tenant = asking(desk, "OPTIONAL")
    return preferring(operation, tenant, tenant.user(), SMSMfaSettings=ON)


@row(PREFER, "two preferred", INVALID, "Cannot set multiple preferred MFA methods")
def two_preferred(desk: Desk, operation: str) -> Request:
    """Two factors, both preferred."""
    tenant = asking(desk, "OPTIONAL")
    both = {"SMSMfaSettings": PREFERRED, "EmailMfaSettings": PREFERRED}
    return preferring(operation, tenant, tenant.user(), **both)


@row(BY_ADMIN, "unknown user", "UserNotFoundException", "User does not exist.")
def unknown_user(desk: Desk, operation: str) -> Request:
    """Nobody of that name."""
    return of_user(desk.plain, "nobody", **NEEDED.get(operation, {}))


@row(
    "SetUserPoolMfaConfig",
    "OFF with a factor",
    INVALID,
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
)
def off_with_factor(desk: Desk, _operation: str) -> Request:
    """Off and on at once."""
    return {"UserPoolId": desk.plain.pool_id, "MfaConfiguration": "OFF", **MFA}


@row(
    "SetUserPoolMfaConfig",
    "OPTIONAL without a factor",
    INVALID,
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional"
    " configuration.",
)
def optional_without_factor(desk: Desk, _operation: str) -> Request:
    """On, and nothing to give."""
    return {"UserPoolId": desk.plain.pool_id, "MfaConfiguration": "OPTIONAL"}
