"""Whoever names a pool, a client, a user or a group that is not there is told so, by any operation.

The operations are read from the service model and the registry. What one needs beside the name is
the least that the model lets it have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import botocore.session
import pytest
from botocore.model import ServiceModel

from adapters.api.access import ACCESS, Access
from adapters.api.registry import OPERATIONS
from tests.api.administration import Administrator, administration
from tests.api.violations import valid

MODEL: ServiceModel = botocore.session.get_session().get_service_model("cognito-idp")
NOWHERE: Final = "us-east-1_Nowhere01"
NOTHING: Final = "00000000-0000-4000-8000-000000000000"
IDENTITY: Final = {
    "ProviderName": "Cognito",
    "ProviderAttributeName": "Cognito_Subject",
    "ProviderAttributeValue": "ann",
}
BESIDE: Final[dict[str, dict[str, Any]]] = {
    "AddCustomAttributes": {"CustomAttributes": [{"Name": "shoe", "AttributeDataType": "String"}]},
    "AdminDisableProviderForUser": {"User": IDENTITY},
    "AdminLinkProviderForUser": {
        "DestinationUser": IDENTITY,
        "SourceUser": {**IDENTITY, "ProviderName": "Shop"},
    },
    "AdminRespondToAuthChallenge": {
        "ChallengeName": "ADMIN_NO_SRP_AUTH",
        "ChallengeResponses": {"USERNAME": "ann", "PASSWORD": "word"},
        "Session": "A" * 20,
    },
    "AdminUpdateDeviceStatus": {"DeviceRememberedStatus": "remembered"},
    "CreateTerms": {"TermsName": "terms-of-use", "Links": {"cognito:default": "https://x.example"}},
    "CreateUserPoolReplica": {"RegionName": "eu-west-1"},
    "DeleteUserPoolReplica": {"RegionName": "eu-west-1"},
    "UpdateManagedLoginBranding": {"ManagedLoginBrandingId": NOTHING},
    "UpdateUserPoolReplica": {"RegionName": "eu-west-1", "Status": "ACTIVE"},
}
"""What an operation needs before it looks anything up, beyond what the model says."""
POOL: Final = {
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": False},
    "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
}
"""A pool that keeps no operation from looking further."""
MAKERS: Final = {"AdminCreateUser", "CreateGroup", "CreateIdentityProvider", "CreateResourceServer"}
"""They make what they name."""

OTHERS: Final = {
    "Identifier": "none",
    "JobId": "import-none",
    "ManagedLoginBrandingId": NOTHING,
    "ProviderName": "none",
    "TermsId": NOTHING,
}
"""Further things in a pool, by the members that name them."""


@pytest.fixture(scope="module")
def admin() -> Iterator[Administrator]:
    """An administrator of a service whose pools are empty."""
    with administration() as administrator:
        yield administrator


@pytest.fixture(scope="module")
def pool_id(admin: Administrator) -> str:
    """The id of a pool with nothing in it."""
    return str(admin.new_pool(UserPoolTier="PLUS", **POOL)["Id"])


def naming(*members: str, without: str = "") -> list[str]:
    """Return the signed operations that take these members."""
    return [
        name
        for name in OPERATIONS
        if ACCESS[name] is Access.SIGNED
        and name not in MAKERS
        and {*members} <= (taken := MODEL.operation_model(name).input_shape.members.keys())
        and without not in taken
    ]


def request(operation: str, **members: str) -> dict[str, Any]:
    """Return the least that the operation takes, with these members."""
    least: dict[str, Any] = valid(MODEL.operation_model(operation).input_shape)
    return {**least, **BESIDE.get(operation, {}), **members}


@pytest.mark.parametrize("operation", naming("UserPoolId"))
def test_an_unknown_pool_is_told(admin: Administrator, operation: str) -> None:
    """ResourceNotFoundException with its id, whatever else the request names."""
    refused = admin.refused(operation, **request(operation, UserPoolId=NOWHERE))

    assert refused == ("ResourceNotFoundException", f"User pool {NOWHERE} does not exist.")


@pytest.mark.parametrize("operation", naming("UserPoolId", "ClientId"))
def test_an_unknown_client_is_told(admin: Administrator, pool_id: str, operation: str) -> None:
    """ResourceNotFoundException with its id."""
    refused = admin.refused(operation, **request(operation, UserPoolId=pool_id, ClientId="none"))

    assert refused == ("ResourceNotFoundException", "User pool client none does not exist.")


@pytest.mark.parametrize("operation", naming("UserPoolId", "Username"))
def test_an_unknown_user_is_told(admin: Administrator, pool_id: str, operation: str) -> None:
    """UserNotFoundException where the operation declares it, else ResourceNotFoundException."""
    declared = {error.name for error in MODEL.operation_model(operation).error_shapes}
    kind = "User" if "UserNotFoundException" in declared else "Resource"

    refused = admin.refused(operation, **request(operation, UserPoolId=pool_id, Username="nobody"))

    assert refused == (f"{kind}NotFoundException", "User does not exist.")


@pytest.mark.parametrize("operation", naming("UserPoolId", "GroupName", without="Username"))
def test_an_unknown_group_is_told(admin: Administrator, pool_id: str, operation: str) -> None:
    """ResourceNotFoundException, in words without its name."""
    refused = admin.refused(operation, **request(operation, UserPoolId=pool_id, GroupName="none"))

    assert refused == ("ResourceNotFoundException", "Group not found.")


@pytest.mark.parametrize(
    ("operation", "member"),
    [(operation, member) for member in OTHERS for operation in naming("UserPoolId", member)],
)
def test_anything_else_unknown_is_told(
    admin: Administrator, pool_id: str, operation: str, member: str
) -> None:
    """ResourceNotFoundException for what a pool has not: providers, servers, jobs and the like."""
    named = request(operation, UserPoolId=pool_id, **{member: OTHERS[member]})

    error, text = admin.refused(operation, **named)

    assert error == "ResourceNotFoundException"
    assert not text.startswith("User pool")
