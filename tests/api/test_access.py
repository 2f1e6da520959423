"""The class of each operation, against the table that was settled (security.md J, ruling 40)."""

from __future__ import annotations

from collections import Counter

import pytest

from adapters.api.access import ACCESS, Access, resource
from adapters.api.wire.table import OPERATIONS

PUBLIC = """
    ConfirmForgotPassword ConfirmSignUp ForgotPassword GetClientToken GetTokensFromRefreshToken
    InitiateAuth ResendConfirmationCode RespondToAuthChallenge RevokeToken SignUp
    UpdateAuthEventFeedback
"""
TOKEN = """
    ChangePassword CompleteWebAuthnRegistration ConfirmDevice DeleteUser DeleteUserAttributes
    DeleteWebAuthnCredential ForgetDevice GetDevice GetUser GetUserAttributeVerificationCode
    GetUserAuthFactors GlobalSignOut ListDevices ListUserSessions ListWebAuthnCredentials
    RevokeUserSession SetUserMFAPreference SetUserSettings StartWebAuthnRegistration
    UpdateDeviceStatus UpdateUserAttributes VerifyUserAttribute
"""
TOKEN_OR_SESSION = "AssociateSoftwareToken VerifySoftwareToken"
MIXED = "GetDerivedToken"
NO_POOL = """
    CreateUserPool DescribeUserPoolDomain GetProvisionedLimit ListUserPools UpdateProvisionedLimit
"""
BY_ARN = "ListTagsForResource TagResource UntagResource"


def expected(operation: str) -> Access:
    """The class that the table gives; whatever it does not name is signed."""
    for names, access in (
        (PUBLIC, Access.PUBLIC),
        (TOKEN, Access.TOKEN),
        (TOKEN_OR_SESSION, Access.TOKEN_OR_SESSION),
        (MIXED, Access.MIXED),
    ):
        if operation in names.split():
            return access
    return Access.SIGNED


def test_counts_of_the_classes() -> None:
    """11 public, 22 by token, 2 by token or Session, 105 signed and 1 mixed make 141."""
    counts = Counter(access.value for access in ACCESS.values())

    assert counts == {"P": 11, "T": 22, "T/S": 2, "I": 105, "M": 1}
    assert len(ACCESS) == len(OPERATIONS) == 141


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_class_of(operation: str) -> None:
    """Each operation has the class of the table."""
    assert ACCESS[operation] is expected(operation)


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if expected(op) is Access.SIGNED])
def test_resource_of(operation: str) -> None:
    """A policy names the pool of a signed operation, the ARN given to it, or everything."""
    members = OPERATIONS[operation].request.__annotations__
    request = {name: "us-east-1_A" if name == "UserPoolId" else "arn:x" for name in members}

    given = resource(request, "us-east-1", "123456789012")

    if operation in NO_POOL.split():
        assert given == "*"
    elif operation in BY_ARN.split():
        assert given == "arn:x"
    else:
        assert given == "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A"


def test_without_a_pool_only_the_star_is_enough() -> None:
    """Leaving out an optional UserPoolId asks for more permission, not for less."""
    assert resource({"ManagedLoginBrandingId": "x"}, "us-east-1", "123456789012") == "*"


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_partition_of_a_region(region: str, partition: str) -> None:
    """The partition in an ARN follows the region."""
    arn = resource({"UserPoolId": "any_A"}, region, "123456789012")

    assert arn == f"arn:{partition}:cognito-idp:{region}:123456789012:userpool/any_A"
