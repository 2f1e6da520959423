"""The validator: every form of violation, what is shown of a value, and that nothing crashes it."""

from __future__ import annotations

import pytest

from adapters.api.wire.table import OPERATIONS
from adapters.api.wire.validate import Validator
from domain.errors import InvalidParameterException, SerializationException

POOL = "us-east-1_Demo00001"
VALIDATOR = Validator(OPERATIONS)


def refused(operation: str, request: object) -> str:
    """The text with which a request is refused."""
    with pytest.raises(InvalidParameterException) as caught:
        VALIDATOR.clean(operation, request)
    return caught.value.text


ONE = "1 validation error detected: "


FLOWS = (
    "ALLOW_CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_PASSWORD_AUTH,"
    " ALLOW_USER_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, USER_PASSWORD_AUTH,"
    " ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_USER_AUTH, ALLOW_CLIENT_TOKEN_AUTH"
)
ARN = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Demo00001"
NAME_21 = "n" * 21
POOL_56 = "a_" + "b" * 54
LONGER = "Member must have length less than or equal to"
SHORTER = "Member must have length greater than or equal to"


@pytest.mark.parametrize(
    ("operation", "members", "subject", "constraint"),
    [
        ("ListUserPools", {}, "at 'maxResults'", "Member must not be null"),
        ("ListUserPools", {"MaxResults": None}, "at 'maxResults'", "Member must not be null"),
        (
            "ListUserPools",
            {"MaxResults": 61},
            "'61' at 'maxResults'",
            "Member must have value less than or equal to 60",
        ),
        (
            "ListUserPools",
            {"MaxResults": 0},
            "'0' at 'maxResults'",
            "Member must have value greater than or equal to 1",
        ),
        (
            "DescribeUserPool",
            {"UserPoolId": "nope"},
            "'nope' at 'userPoolId'",
            r"Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+",
        ),
        (
            "DescribeUserPool",
            {"UserPoolId": POOL_56},
            f"'{POOL_56}' at 'userPoolId'",
            f"{LONGER} 55",
        ),
        (
            "CreateUserPool",
            {"MfaConfiguration": "MAYBE"},
            "'MAYBE' at 'mfaConfiguration'",
            "Member must satisfy enum value set: [OPTIONAL, OFF, ON]",
        ),
        (
            "CreateUserPool",
            {"Schema": [{"Name": NAME_21}]},
            f"'{NAME_21}' at 'schema.1.member.name'",
            f"{LONGER} 20",
        ),
        ("CreateUserPool", {"Schema": [{"Name": "n"}] * 51}, "at 'schema'", f"{LONGER} 50"),
        ("CreateUserPool", {"Schema": []}, "at 'schema'", f"{SHORTER} 1"),
        ("CreateUserPool", {"Schema": [None]}, "at 'schema.1.member'", "Member must not be null"),
        (
            "CreateUserPool",
            {"AdminCreateUserConfig": {"UnusedAccountValidityDays": 366}},
            "'366' at 'adminCreateUserConfig.unusedAccountValidityDays'",
            "Member must have value less than or equal to 365",
        ),
        (
            "CreateUserPoolClient",
            {"UserPoolId": POOL, "ClientName": "c", "ExplicitAuthFlows": ["FOO"]},
            "'[FOO]' at 'explicitAuthFlows'",
            f"Member must satisfy constraint: [Member must satisfy enum value set: [{FLOWS}]]",
        ),
        (
            "TagResource",
            {"ResourceArn": ARN, "Tags": {"": "v"}},
            "at 'tags'",
            f"Map keys must satisfy constraint: [{LONGER} 128, {SHORTER} 1]",
        ),
        (
            "TagResource",
            {"ResourceArn": ARN, "Tags": {"k": "v" * 257}},
            "at 'tags'",
            f"Map value must satisfy constraint: [{LONGER} 256, {SHORTER} 0]",
        ),
    ],
)
def test_each_violation_has_its_sentence(
    operation: str, members: dict[str, object], subject: str, constraint: str
) -> None:
    """A violation is told in the service's words, with its path and value."""
    given = {"PoolName": "p", **members} if operation == "CreateUserPool" else members

    text = refused(operation, given)

    assert text == f"{ONE}Value {subject} failed to satisfy constraint: {constraint}"


def test_all_violations_are_told_at_once() -> None:
    """Violations of all members stand in one sentence, in the order of the model."""
    text = refused("AdminGetUser", {"UserPoolId": "", "Username": ""})

    assert text == (
        "4 validation errors detected: "
        "Value '' at 'userPoolId' failed to satisfy constraint: Member must have length greater"
        " than or equal to 1; "
        "Value '' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular"
        r" expression pattern: [\w-]+_[0-9a-zA-Z]+; "
        "Value at 'username' failed to satisfy constraint: Member must have length greater than"
        " or equal to 1; "
        "Value at 'username' failed to satisfy constraint: Member must satisfy regular expression"
        r" pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+"
    )


@pytest.mark.parametrize(
    ("operation", "request_body"),
    [
        ("SignUp", {"ClientId": "CANARY !", "Username": "CANARY !", "Password": "CANARY !"}),
        ("SignUp", {"ClientId": "c", "Username": "u", "SecretHash": "CANARY !"}),
        ("GetUser", {"AccessToken": "CANARY !"}),
        ("RespondToAuthChallenge", {"ClientId": "c", "ChallengeName": "X", "Session": "CANARY"}),
        ("InitiateAuth", {"ClientId": "c", "AuthFlow": "X", "AuthParameters": {"A": "CANARY\0"}}),
        ("SignUp", {"ClientId": "c", "Username": "u", "UserAttributes": [{"Value": "CANARY\0"}]}),
    ],
)
def test_sensitive_values_are_never_shown(operation: str, request_body: object) -> None:
    """A member that the model marks as sensitive is named, but its value is not."""
    assert "CANARY" not in refused(operation, request_body)


def test_structures_marked_as_sensitive_hide_what_is_in_them() -> None:
    """Members inside a sensitive structure are hidden though they have no mark of their own."""
    long = "CANARY" * 30_000
    request = {"ClientId": "c", "AuthFlow": "X", "UserContextData": {"IpAddress": long}}

    assert "CANARY" not in refused("InitiateAuth", request)


@pytest.mark.parametrize(
    ("operation", "request_body"),
    [
        ("GetUser", {"AccessToken": 1}),
        ("GetUser", {"AccessToken": True}),
        ("GetUser", {"AccessToken": ["a"]}),
        ("GetUser", {"AccessToken": {"a": "b"}}),
        ("ListUserPools", {"MaxResults": "1"}),
        ("ListUserPools", {"MaxResults": True}),
        ("ListUserPools", {"MaxResults": 1.0}),
        ("CreateUserPool", {"PoolName": "p", "Schema": {}}),
        ("CreateUserPool", {"PoolName": "p", "Schema": ["x"]}),
        ("CreateUserPool", {"PoolName": "p", "UserPoolTags": []}),
        ("CreateUserPool", {"PoolName": "p", "UserPoolTags": {"k": 1}}),
        ("CreateUserPool", {"PoolName": "p", "UsernameConfiguration": {"CaseSensitive": "true"}}),
        ("CreateUserPool", {"PoolName": "p", "AliasAttributes": [1]}),
        ("SetUICustomization", {"UserPoolId": POOL, "ImageFile": "not base64!"}),
        ("GetUser", []),
    ],
)
def test_wrong_json_types_cannot_be_read(operation: str, request_body: object) -> None:
    """A value whose JSON type is not the member's is a SerializationException."""
    with pytest.raises(SerializationException):
        VALIDATOR.clean(operation, request_body)


def test_wrong_type_names_what_was_found() -> None:
    """The text of a wrong type says what stood there."""
    with pytest.raises(SerializationException, match="NUMBER_VALUE can not be converted to a Str"):
        VALIDATOR.clean("GetUser", {"AccessToken": 1})


@pytest.mark.parametrize("number", [2**31, 2**63, -(2**31) - 1])
def test_integers_have_32_bits(number: int) -> None:
    """A number that no Integer of the service holds is of the wrong type, and reaches no store."""
    request = {"UserPoolId": "us-east-1_AbCdEf123", "GroupName": "g", "Precedence": number}

    with pytest.raises(SerializationException, match="NUMBER_VALUE can not be converted to an Int"):
        VALIDATOR.clean("CreateGroup", request)


def test_null_members_are_absent() -> None:
    """A null is as if the member were not there, at any depth."""
    request = {
        "PoolName": "p",
        "Policies": None,
        "UserPoolTags": {"a": None, "b": "1"},
        "LambdaConfig": {"PreSignUp": None},
    }

    cleaned = VALIDATOR.clean("CreateUserPool", request)

    assert cleaned == {"PoolName": "p", "UserPoolTags": {"b": "1"}, "LambdaConfig": {}}


def test_unknown_members_are_dropped_at_any_depth() -> None:
    """What the model does not know never reaches an operation."""
    request = {"PoolName": "p", "X": 1, "UsernameConfiguration": {"CaseSensitive": True, "Y": 2}}

    cleaned = VALIDATOR.clean("CreateUserPool", request)

    assert cleaned == {"PoolName": "p", "UsernameConfiguration": {"CaseSensitive": True}}


def test_binary_members_become_bytes() -> None:
    """Base64 is decoded, and its length in bytes is what counts."""
    request = {"UserPoolId": POOL, "ImageFile": "AP8="}

    assert VALIDATOR.clean("SetUICustomization", request)["ImageFile"] == b"\x00\xff"


def test_client_token_flow_is_accepted() -> None:
    """ALLOW_CLIENT_TOKEN_AUTH is taken although the model's enumeration lacks it (ruling 37)."""
    request = {
        "UserPoolId": POOL,
        "ClientName": "c",
        "ExplicitAuthFlows": ["ALLOW_CLIENT_TOKEN_AUTH"],
    }

    assert VALIDATOR.clean("CreateUserPoolClient", request) == request


@pytest.mark.parametrize("operation", ["GetDevice", "ForgetDevice"])
def test_device_operations_need_the_access_token(operation: str) -> None:
    """AccessToken is required where the model has it optional."""
    text = refused(operation, {"DeviceKey": "us-east-1_0-a"})

    assert text == ONE + (
        "Value at 'accessToken' failed to satisfy constraint: Member must not be null"
    )
