"""Pools, clients and requests that cannot be."""

from __future__ import annotations

from typing import Any

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import unique

INVALID = "InvalidParameterException"
NOT_FOUND = "ResourceNotFoundException"
POOLS = ("CreateUserPool", "UpdateUserPool")
CLIENTS = ("CreateUserPoolClient", "UpdateUserPoolClient")
ONE = "1 validation error detected: "
PINPOINT = (
    "Invalid analytics configuration given, either <application arn> or"
    " <application id, role arn, external id> are valid"
)
CODE_WITHOUT_CALLBACK = "CallbackUrls can not be empty when code flow or implicit flow is selected"
CODE: dict[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid"],
}


def _pool(desk: Desk, operation: str, options: dict[str, Any]) -> Request:
    match operation:
        case "CreateUserPool":
            return {"PoolName": "people", **options}
        case "AddCustomAttributes":
            return {"UserPoolId": desk.plain.pool_id, "CustomAttributes": options["Schema"]}
        case _:
            return {"UserPoolId": desk.plain.pool_id, **options}


def _client(desk: Desk, operation: str, options: dict[str, Any]) -> Request:
    chosen = {"UserPoolId": desk.plain.pool_id, **options}
    if operation == "CreateUserPoolClient":
        return {"ClientName": "app", **chosen}
    return {"ClientId": desk.plain.client_id, **chosen}


def _pools(operations: str | tuple[str, ...], message: str, **options: Any) -> None:  # noqa: ANN401 - any option
    @row(operations, _shape(options), INVALID, message)
    def refused(desk: Desk, operation: str) -> Request:
        return _pool(desk, operation, options)


def _clients(message: str, error: str = INVALID, **options: Any) -> None:  # noqa: ANN401 - any option
    @row(CLIENTS, _shape(options), error, message)
    def refused(desk: Desk, operation: str) -> Request:
        return _client(desk, operation, options)


def _schema(name: str, kind: str = "String", **options: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any option
    return [{"Name": name, "AttributeDataType": kind, **options}]


def _shape(options: dict[str, Any]) -> str:
    return ", ".join(f"{name}={str(value)[:40]}" for name, value in options.items())


MAKING = ("CreateUserPool", "AddCustomAttributes")
_pools(
    POOLS,
    "SMS configuration is required when phone_number is selected for auto verification",
    AutoVerifiedAttributes=["phone_number"],
)
_pools(
    MAKING,
    "Required custom attributes are not supported currently.",
    Schema=_schema("needed", Required=True),
)
_pools(
    "CreateUserPool",
    "You can not change AttributeDataType or set developerOnlyAttribute for standard schema"
    " attribute email",
    Schema=_schema("email", "Number"),
)
_pools(
    MAKING,
    "Attribute custom:size cannot have a max value smaller than it's min value",
    Schema=_schema("size", "Number", NumberAttributeConstraints={"MinValue": "2", "MaxValue": "1"}),
)
_pools(
    MAKING,
    "Attribute custom:text cannot have a max length shorter than it's min length",
    Schema=_schema("text", StringAttributeConstraints={"MinLength": "2", "MaxLength": "1"}),
)
_pools(
    POOLS,
    f"{ONE}Value '{'s' * 141}' at 'verificationMessageTemplate.emailSubject' failed to satisfy"
    " constraint: Member must have length less than or equal to 140",
    VerificationMessageTemplate={"EmailSubject": "s" * 141},
)
_pools(
    POOLS,
    f"{ONE}Value '366' at 'adminCreateUserConfig.unusedAccountValidityDays' failed to satisfy"
    " constraint: Member must have value less than or equal to 365",
    AdminCreateUserConfig={"UnusedAccountValidityDays": 366},
)
_pools(
    "CreateUserPool",
    f"{ONE}Value '{'n' * 21}' at 'schema.1.member.name' failed to satisfy constraint:"
    " Member must have length less than or equal to 20",
    Schema=_schema("n" * 21),
)
_pools(
    "CreateUserPool",
    f"{ONE}Value at 'schema' failed to satisfy constraint:"
    " Member must have length less than or equal to 50",
    Schema=[_schema(f"attribute{number}")[0] for number in range(51)],
)
_pools(
    "CreateUserPool",
    "user.custom:long: String attributes cannot have a length of more than 2048",
    Schema=_schema("long", StringAttributeConstraints={"MaxLength": "2049"}),
)
_pools(
    POOLS,
    "Cross-region lambda functions are not supported",
    LambdaConfig={"PreSignUp": "arn:aws:lambda:eu-west-1:000000000000:function:f"},
)
_clients("Invalid write attributes specified while creating a client", WriteAttributes=["nonsense"])
_clients(
    "Invalid write attributes specified while creating a client", WriteAttributes=["sub", "email"]
)
_clients("Invalid read attributes specified while creating a client", ReadAttributes=["nonsense"])
_clients(
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use"
    " OAuth flows.",
    AllowedOAuthFlowsUserPoolClient=True,
)
_clients(
    "client_credentials flow can not be selected along with code flow or implicit flow.",
    "InvalidOAuthFlowException",
    **{**CODE, "AllowedOAuthFlows": ["code", "client_credentials"]},
    CallbackURLs=["https://app.example.com"],
)
_clients(CODE_WITHOUT_CALLBACK, **CODE)
_clients(
    "http://app.example.com cannot use the HTTP protocol.",
    **CODE,
    CallbackURLs=["http://app.example.com"],
)
_clients("Invalid range for token validity.", AccessTokenValidity=25)
_clients(PINPOINT, AnalyticsConfiguration={"ApplicationId": "abc"})


@row(
    CLIENTS,
    "unknown provider",
    INVALID,
    "The provider Nobody does not exist for User Pool <UserPoolId>.",
)
def unknown_provider(desk: Desk, operation: str) -> Request:
    """The pool has no such provider."""
    return _client(desk, operation, {"SupportedIdentityProviders": ["Nobody"]})


@row(POOLS, "above the plan", "FeatureUnavailableInTierException", "<unknown>")
def above_the_plan(desk: Desk, operation: str) -> Request:
    """Threat protection, which the lowest plan does not hold."""
    plan = {"UserPoolTier": "LITE"}
    options = {**plan, "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}
    request = _pool(desk, operation, options)
    if operation == "UpdateUserPool":
        request["UserPoolId"] = desk.pool(**plan).pool_id
    return request


@row(
    "SetUserPoolSessionConfiguration",
    "above the plan",
    "FeatureUnavailableInTierException",
    "<unknown>",
)
def sessions_above_the_plan(desk: Desk, _operation: str) -> Request:
    """Sessions, which the lowest plan does not hold."""
    return {
        "UserPoolId": desk.pool(UserPoolTier="LITE").pool_id,
        "UserSessionTracking": "ENABLED",
        "TokenSession": {"MaxPerUser": 5},
    }


@row(
    "AddUserPoolClientSecret",
    "two already",
    "LimitExceededException",
    "Client secrets cannot exceed limit of 2 secrets.",
)
def two_secrets(desk: Desk, _operation: str) -> Request:
    """The client has two secrets."""
    client = desk.plain.with_client(GenerateSecret=True)
    request = {"UserPoolId": client.pool_id, "ClientId": client.client_id}
    client.api.add_user_pool_client_secret(**request)
    return request


@row(
    "DeleteUserPool",
    "protected",
    INVALID,
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection"
    " must be inactivated first.",
)
def protected(desk: Desk, _operation: str) -> Request:
    """The pool is protected from deletion."""
    return {"UserPoolId": desk.pool(DeletionProtection="ACTIVE").pool_id}


@row(
    "AddCustomAttributes",
    "again",
    INVALID,
    "custom:again: Existing attribute already has name custom:again.",
)
def again(desk: Desk, operation: str) -> Request:
    """The pool has the attribute."""
    pool = desk.pool(Schema=_schema("again"))
    return {"UserPoolId": pool.pool_id, "CustomAttributes": _schema("again")}


@row(
    "ListUserPools",
    "no MaxResults",
    INVALID,
    f"{ONE}Value at 'maxResults' failed to satisfy constraint: Member must not be null",
)
def no_maximum(_desk: Desk, _operation: str) -> Request:
    """A required member is missing."""
    return {}


@row(
    ("DescribeUserPool", "DeleteUserPool"),
    "malformed id",
    INVALID,
    f"{ONE}Value '<UserPoolId>' at 'userPoolId' failed to satisfy constraint: Member must satisfy"
    " regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
)
def malformed_pool(_desk: Desk, _operation: str) -> Request:
    """An id without its form."""
    return {"UserPoolId": "nonsense"}


@row(
    ("DescribeUserPool", "DeleteUserPool", "ListUserPoolClients"),
    "unknown pool",
    NOT_FOUND,
    "User pool <UserPoolId> does not exist.",
)
def unknown_pool(_desk: Desk, _operation: str) -> Request:
    """No such pool."""
    return {"UserPoolId": f"us-east-1_{unique('X').replace('-', '')[:9]}"}


@row(
    ("SignUp", "ForgotPassword"),
    "unknown client",
    NOT_FOUND,
    "User pool client <ClientId> does not exist.",
)
def unknown_client(_desk: Desk, operation: str) -> Request:
    """No such client."""
    password = {"Password": "Passw0rd!first"} if operation == "SignUp" else {}
    return {"ClientId": "0" * 26, "Username": "someone", **password}


@row("SignUp", "wrong type", "SerializationException", "<unknown>")
def wrong_type(desk: Desk, _operation: str) -> Request:
    """A number where a text belongs."""
    return {"ClientId": desk.plain.client_id, "Username": "someone", "Password": {"a": 1}}
