"""Custom challenges, and the challenge that an administrator alone may answer."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, begin, of_pool, row
from tests.support.tenant import FLOWS, PASSWORD, Tenant

BOTH = ("InitiateAuth", "AdminInitiateAuth")
INVALID = "InvalidParameterException"
ARN = "arn:aws:lambda:us-east-1:000000000000:function:define"


def _custom(tenant: Tenant) -> Tenant:
    return tenant.with_client(ExplicitAuthFlows=[*FLOWS, "ALLOW_CUSTOM_AUTH"])


@row(
    BOTH,
    "no functions",
    INVALID,
    "Custom auth lambda trigger is not configured for the user pool.",
)
def without_functions(desk: Desk, operation: str) -> Request:
    """The pool names none."""
    return begin(operation, _custom(desk.plain), "CUSTOM_AUTH", USERNAME="nobody")


@row(BOTH, "custom flow off", INVALID, "CUSTOM_AUTH is not enabled for the client.")
def custom_off(desk: Desk, operation: str) -> Request:
    """The client does not allow the flow."""
    return begin(operation, desk.plain, "CUSTOM_AUTH", USERNAME="nobody")


@row(
    BOTH,
    "function that nothing runs",
    "UnexpectedLambdaException",
    "DefineAuthChallenge invocation failed due to configuration.",
)
def lost_function(desk: Desk, operation: str) -> Request:
    """The pool names a function, and the deployment has no way to it."""
    pool = desk.pool(LambdaConfig={"DefineAuthChallenge": ARN})
    return begin(operation, _custom(pool), "CUSTOM_AUTH", USERNAME=pool.user())


@row("AdminInitiateAuth", "older flow, no name", INVALID, "Missing required parameter USERNAME")
def older_without_name(desk: Desk, operation: str) -> Request:
    """Nobody is named, and no password is sent."""
    return begin(operation, desk.plain, "ADMIN_NO_SRP_AUTH", DEVICE_KEY="x")


@row(
    "RespondToAuthChallenge",
    "administrator's challenge in public",
    INVALID,
    "ADMIN_NO_SRP_AUTH can be answered with AdminRespondToAuthChallenge only.",
)
def admin_challenge_in_public(desk: Desk, operation: str) -> Request:
    """The Session is right, the operation is not."""
    name = desk.plain.user()
    asked = desk.plain.api.admin_initiate_auth(
        **begin("AdminInitiateAuth", desk.plain, "ADMIN_NO_SRP_AUTH", USERNAME=name)
    )
    return {
        **of_pool(operation, desk.plain),
        "ClientId": desk.plain.client_id,
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": name, "PASSWORD": PASSWORD},
    }
