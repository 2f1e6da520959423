"""Two pools that look alike: nothing of the one opens, shows or changes anything of the other.

Parameters of pool A are crossed with those of pool B; every answer is of the "not found" kind
(SEC-41). Each operation has a row, or a reason for having none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from adapters.api.registry import OPERATIONS
from tests.support.authenticator import Authenticator
from tests.support.deployments import Deployment
from tests.support.importing import ROLE
from tests.support.machines import machine_of
from tests.support.proof import right_answer
from tests.support.raw import ROOT_KEY, Answer, Connection, port_of
from tests.support.served_passkeys import answer_to, passkey_tenant, preferring
from tests.support.served_passkeys import register as register_passkey
from tests.support.tenant import (
    NEW_PASSWORD,
    PASSWORD,
    Tenant,
    attributes,
    make_tenant,
    unique,
)
from tests.support.world import claims_of

TEMPORARY = "Temp0rary!word"
PROTECTED: dict[str, Any] = {
    "UserPoolTier": "PLUS",
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
}
NOT_FOUND = {"ResourceNotFoundException", "UserNotFoundException"}
NOT_AUTHORIZED = {"NotAuthorizedException"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Pools A and B of one form; `only_b` is a user whom only B has, `both` one in each."""

    a: Tenant
    b: Tenant
    both: str
    only_b: str
    only_b_sub: str
    only_b_address: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to name the user whom only B has."""
        return (self.only_b, self.only_b_sub, self.only_b_address)


@pytest.fixture(scope="module")
def twins(deployment: Deployment) -> Twins:
    """Two pools with the same names in them."""
    a, b = (make_tenant(deployment, {"AliasAttributes": ["email"], **PROTECTED}) for _ in range(2))
    both = unique("both")
    for tenant in (a, b):
        tenant.user(both, email=f"{both}@example.com", email_verified="true")
    address = f"{unique('only')}@example.com"
    only_b = b.user(email=address, email_verified="true")
    shown = b.api.admin_get_user(UserPoolId=b.pool_id, Username=only_b)
    (sub,) = (each["Value"] for each in shown["UserAttributes"] if each["Name"] == "sub")
    return Twins(a=a, b=b, both=both, only_b=only_b, only_b_sub=sub, only_b_address=address)


BY_ADMIN: dict[str, dict[str, Any]] = {
    "AdminGetUser": {},
    "AdminConfirmSignUp": {},
    "AdminEnableUser": {},
    "AdminDisableUser": {},
    "AdminResetUserPassword": {},
    "AdminUserGlobalSignOut": {},
    "AdminSetUserPassword": {"Password": NEW_PASSWORD, "Permanent": True},
    "AdminUpdateUserAttributes": {"UserAttributes": attributes({"name": "taken over"})},
    "AdminDeleteUserAttributes": {"UserAttributeNames": ["email"]},
    "AdminGetUserAuthFactors": {},
    "AdminSetUserMFAPreference": {"SMSMfaSettings": {"Enabled": False}},
    "AdminSetUserSettings": {"MFAOptions": []},
    "AdminDeleteSoftwareToken": {},
    "AdminListUserSessions": {},
    "AdminRevokeUserSession": {"SessionId": "tkn" + "0" * 25},
    "AdminListGroupsForUser": {},
    "AdminListUserAuthEvents": {},
    "AdminUpdateAuthEventFeedback": {"EventId": "event", "FeedbackValue": "Valid"},
    "AdminDeleteUser": {},
}
BY_NAME: dict[str, dict[str, Any]] = {
    "ConfirmSignUp": {"ConfirmationCode": "123456"},
    "ResendConfirmationCode": {},
    "ForgotPassword": {},
    "ConfirmForgotPassword": {"ConfirmationCode": "123456", "Password": NEW_PASSWORD},
}
OF_CLIENT: dict[str, dict[str, Any]] = {
    "DescribeUserPoolClient": {},
    "UpdateUserPoolClient": {"ClientName": "taken over"},
    "DeleteUserPoolClient": {},
    "AddUserPoolClientSecret": {},
    "ListUserPoolClientSecrets": {},
    "DeleteUserPoolClientSecret": {"ClientSecretId": "any"},
    "GetUserPoolClientSessionConfiguration": {},
    "SetUserPoolClientSessionConfiguration": {"SSOSession": {"MaxValidityMinutes": 1}},
    "DescribeRiskConfiguration": {},
    "GetUICustomization": {},
    "SetUICustomization": {"CSS": ".banner-customizable {color: red}"},
    "SetRiskConfiguration": {},
    "AdminInitiateAuth": {
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "both", "PASSWORD": PASSWORD},
    },
    "AdminRespondToAuthChallenge": {
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": "A" * 100,
        "ChallengeResponses": {"USERNAME": "both", "NEW_PASSWORD": NEW_PASSWORD},
    },
}
OF_GROUP: dict[str, dict[str, Any]] = {
    "GetGroup": {},
    "UpdateGroup": {"Precedence": 1},
    "ListUsersInGroup": {},
    "AdminAddUserToGroup": {"Username": "both"},
    "AdminRemoveUserFromGroup": {"Username": "both"},
    "DeleteGroup": {},
}
OF_SERVER: dict[str, dict[str, Any]] = {
    "DescribeResourceServer": {},
    "UpdateResourceServer": {"Name": "taken over"},
    "DeleteResourceServer": {},
}
OF_JOB = ("DescribeUserImportJob", "StartUserImportJob", "StopUserImportJob")
OF_DEVICE: dict[str, dict[str, Any]] = {
    "GetDevice": {},
    "UpdateDeviceStatus": {"DeviceRememberedStatus": "remembered"},
    "ForgetDevice": {},
}
ELSEWHERE = {
    "InitiateAuth": "test_a_user_signs_in_nowhere_else, test_a_refresh_token_stays_where_it_is",
    "RespondToAuthChallenge": "test_an_attempt_stays_where_it_began, tests/security/test_sessions",
    "GetTokensFromRefreshToken": "test_a_refresh_token_stays_where_it_is",
    "ListUserSessions": "test_a_session_stays_where_it_is",
    "RevokeUserSession": "test_a_session_stays_where_it_is",
    "RevokeToken": "test_a_refresh_token_stays_where_it_is",
    "GetUser": "tests/security/test_token_operations",
    "ChangePassword": "tests/security/test_token_operations",
    "GlobalSignOut": "tests/security/test_token_operations",
    "DeleteUser": "tests/security/test_token_operations",
    **dict.fromkeys(
        (
            *("GetUserAuthFactors", "SetUserMFAPreference", "SetUserSettings"),
            *("AssociateSoftwareToken", "VerifySoftwareToken"),
            *("UpdateUserAttributes", "DeleteUserAttributes"),
        ),
        "tests/security/test_token_operations",
    ),
    "GetUserAttributeVerificationCode": "test_a_proof_stays_where_it_was_asked_for",
    "VerifyUserAttribute": "test_a_proof_stays_where_it_was_asked_for",
    "ListUserPoolClients": "test_a_list_shows_its_own_pool_only, vector H38",
    "SignUp": "test_a_name_is_free_in_each_pool",
    "AdminCreateUser": "test_a_name_is_free_in_each_pool",
    **dict.fromkeys(
        (*OF_DEVICE, *(f"Admin{name}" for name in OF_DEVICE)), "test_a_device_stays_where_it_is"
    ),
    "CreateGroup": "test_a_group_stays_where_it_is",
    "ListUsers": "test_a_list_of_users_shows_its_own_pool_only, vector H38",
    "ListGroups": "test_a_group_stays_where_it_is",
    "CreateResourceServer": "test_a_resource_server_stays_where_it_is",
    "ListResourceServers": "test_a_resource_server_stays_where_it_is",
    **dict.fromkeys(
        (*OF_JOB, "CreateUserImportJob", "ListUserImportJobs"),
        "test_an_import_job_stays_where_it_is",
    ),
    **dict.fromkeys(
        (
            *("CreateUserPoolDomain", "DescribeUserPoolDomain"),
            *("UpdateUserPoolDomain", "DeleteUserPoolDomain"),
        ),
        "test_a_domain_stays_where_it_is",
    ),
    "DeleteUserPoolReplica": "test_a_replica_stays_where_it_is",
    "UpdateUserPoolReplica": "test_a_replica_stays_where_it_is",
    **dict.fromkeys(
        (
            *("CreateManagedLoginBranding", "UpdateManagedLoginBranding"),
            *("DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient"),
            "DeleteManagedLoginBranding",
        ),
        "test_a_style_stays_where_it_is",
    ),
    **dict.fromkeys(
        (
            *("CreateIdentityProvider", "DescribeIdentityProvider", "UpdateIdentityProvider"),
            *("DeleteIdentityProvider", "ListIdentityProviders"),
            "GetIdentityProviderByIdentifier",
        ),
        "test_a_provider_stays_where_it_is",
    ),
    "AdminLinkProviderForUser": "test_an_identity_stays_where_it_is",
    "AdminDisableProviderForUser": "test_an_identity_stays_where_it_is",
    **dict.fromkeys(
        (
            *("CreateTerms", "DescribeTerms", "DescribeTermsByClient"),
            *("UpdateTerms", "DeleteTerms", "ListTerms"),
        ),
        "test_terms_stay_where_they_are",
    ),
    "UpdateAuthEventFeedback": "test_feedback_stays_where_it_is",
    "GetClientToken": "test_a_client_token_stays_where_it_is",
    "GetDerivedToken": "test_a_token_is_exchanged_in_its_own_pool",
    "ConfirmDevice": "test_a_device_stays_where_it_is",
    "ListDevices": "test_a_device_stays_where_it_is",
    "AdminListDevices": "test_a_device_stays_where_it_is",
    **dict.fromkeys(
        (
            *("StartWebAuthnRegistration", "CompleteWebAuthnRegistration"),
            *("ListWebAuthnCredentials", "DeleteWebAuthnCredential"),
        ),
        "test_a_passkey_stays_where_it_is",
    ),
}
ALONE = {
    *("CreateUserPool", "DescribeUserPool", "UpdateUserPool", "DeleteUserPool", "ListUserPools"),
    *("AddCustomAttributes", "CreateUserPoolClient"),
    *("GetUserPoolMfaConfig", "SetUserPoolMfaConfig"),
    *("GetUserPoolSessionConfiguration", "SetUserPoolSessionConfiguration"),
    *("GetLogDeliveryConfiguration", "SetLogDeliveryConfiguration"),
    "GetCSVHeader",
    *("TagResource", "UntagResource", "ListTagsForResource"),
    *("CreateUserPoolReplica", "ListUserPoolReplicas", "GetSigningCertificate"),
    *("GetProvisionedLimit", "UpdateProvisionedLimit"),
}
"""Nothing is named beside the pool, and each pool is whoever names it."""


def test_every_operation_has_its_row() -> None:
    """Whoever builds an operation says here how its parameters are crossed."""
    assert {*OPERATIONS} == {
        *BY_ADMIN,
        *BY_NAME,
        *OF_CLIENT,
        *OF_GROUP,
        *OF_SERVER,
        *ELSEWHERE,
        *ALONE,
    }


@pytest.mark.parametrize("operation", BY_ADMIN)
def test_a_pool_does_not_know_the_users_of_another(twins: Twins, operation: str) -> None:
    """An administrator's operation on pool A finds no user of pool B, by none of his names."""
    for name in twins.names:
        body = {"UserPoolId": twins.a.pool_id, "Username": name, **BY_ADMIN[operation]}
        answer = _call(twins.a, operation, body, admin=True)
        assert (answer.status, answer.type) == (400, "UserNotFoundException")
    _unchanged(twins)


@pytest.mark.parametrize("operation", BY_NAME)
def test_a_client_does_not_know_the_users_of_another_pool(twins: Twins, operation: str) -> None:
    """A public operation at a client of pool A finds no user of pool B, by none of his names."""
    for name in twins.names:
        body = {"ClientId": twins.a.client_id, "Username": name, **BY_NAME[operation]}
        answer = _call(twins.a, operation, body)
        assert (answer.status, answer.type) == (400, "UserNotFoundException")
    assert not twins.b.messages(twins.only_b_address)
    _unchanged(twins)


@pytest.mark.parametrize("operation", OF_CLIENT)
def test_a_pool_does_not_know_the_clients_of_another(twins: Twins, operation: str) -> None:
    """An operation on pool A with a client of pool B finds no such client."""
    given = {"UserPoolId": twins.a.pool_id, "ClientId": twins.b.client_id}
    answer = _call(twins.a, operation, {**given, **OF_CLIENT[operation]}, admin=True)
    assert (answer.status, answer.type) == (400, "ResourceNotFoundException")
    client = {"UserPoolId": twins.b.pool_id, "ClientId": twins.b.client_id}
    described = twins.b.api.describe_user_pool_client(**client)["UserPoolClient"]
    assert described["ClientName"] == "app"


def test_a_user_signs_in_nowhere_else(twins: Twins) -> None:
    """No flow at a client of pool A signs a user of pool B in."""
    for name in twins.names:
        for flow, answers in (
            ("USER_PASSWORD_AUTH", {"PASSWORD": PASSWORD}),
            ("USER_SRP_AUTH", {"SRP_A": "abcdef"}),
        ):
            parameters = {"USERNAME": name, **answers}
            body = {"ClientId": twins.a.client_id, "AuthFlow": flow, "AuthParameters": parameters}
            assert _call(twins.a, "InitiateAuth", body).type == "UserNotFoundException"


def test_a_code_stays_where_it_was_sent(twins: Twins) -> None:
    """A code for the user of pool B does nothing for his namesake in pool A."""
    name = unique("namesake")
    for tenant in (twins.a, twins.b):
        tenant.user(name, email=f"{name}@example.com", email_verified="true")
    sent = twins.b.api.forgot_password(ClientId=twins.b.client_id, Username=name)
    assert sent["CodeDeliveryDetails"]
    body = {
        "ClientId": twins.a.client_id,
        "Username": name,
        "ConfirmationCode": twins.b.code(f"{name}@example.com"),
        "Password": NEW_PASSWORD,
    }
    assert _call(twins.a, "ConfirmForgotPassword", body).type == "ExpiredCodeException"
    for tenant in (twins.a, twins.b):
        assert tenant.sign_in(name)


def test_a_proof_stays_where_it_was_asked_for(twins: Twins) -> None:
    """A code for an address in pool B proves nothing of the namesake in pool A.

    What is an alias in B is free in A.
    """
    name, address = unique("namesake"), f"{unique('moved')}@example.com"
    tokens = {}
    for tenant in (twins.a, twins.b):
        tenant.user(name, email=f"{name}@example.com", email_verified="true")
        tokens[tenant.pool_id] = tenant.sign_in(name)["AccessToken"]
    of_b = {"AccessToken": tokens[twins.b.pool_id], "AttributeName": "email"}
    of_a = {"AccessToken": tokens[twins.a.pool_id], "AttributeName": "email"}
    twins.b.api.update_user_attributes(
        AccessToken=of_b["AccessToken"], UserAttributes=attributes({"email": address})
    )
    twins.b.api.get_user_attribute_verification_code(**of_b)
    code = twins.b.code(address)
    crossed = _call(twins.a, "VerifyUserAttribute", {**of_a, "Code": code})
    assert crossed.type == "ExpiredCodeException"
    twins.b.api.verify_user_attribute(**of_b, Code=code)
    assert twins.b.sign_in(address)
    twins.a.api.update_user_attributes(
        AccessToken=of_a["AccessToken"], UserAttributes=attributes({"email": address})
    )
    twins.a.api.verify_user_attribute(**of_a, Code=twins.a.code(address))
    user = twins.a.api.admin_get_user(UserPoolId=twins.a.pool_id, Username=address)
    assert user["Username"] == name


def test_a_refresh_token_stays_where_it_is(twins: Twins) -> None:
    """A refresh token of pool B, or of another client of it, neither refreshes nor is revoked."""
    tokens = twins.b.sign_in(twins.both)
    token = tokens["RefreshToken"]
    # In pool A the token was never issued, and revoking such a one is a success without effect.
    for other, revoked in ((twins.a, ""), (twins.b.with_client(), "UnauthorizedException")):
        body = {
            "ClientId": other.client_id,
            "AuthFlow": "REFRESH_TOKEN_AUTH",
            "AuthParameters": {"REFRESH_TOKEN": token},
        }
        refused = _call(other, "InitiateAuth", body)
        assert (refused.type, refused.message) == (
            "NotAuthorizedException",
            "Invalid Refresh Token.",
        )
        own = {"ClientId": other.client_id, "RefreshToken": token}
        assert _call(other, "GetTokensFromRefreshToken", own).type in NOT_AUTHORIZED
        by_admin = {**body, "UserPoolId": other.pool_id}
        assert _call(other, "AdminInitiateAuth", by_admin, admin=True).type in NOT_AUTHORIZED
        revocation = _call(other, "RevokeToken", {"ClientId": other.client_id, "Token": token})
        assert revocation.type == revoked
    assert twins.b.refresh(token)


def test_feedback_stays_where_it_is(twins: Twins) -> None:
    """An event of pool B is not found in pool A, whose user is named alike, nor by a token."""
    twins.b.sign_in(twins.both)
    named = {"Username": twins.both}
    (event, *_) = twins.b.api.admin_list_user_auth_events(UserPoolId=twins.b.pool_id, **named)[
        "AuthEvents"
    ]
    judged = {**named, "EventId": event["EventId"], "FeedbackValue": "Valid"}
    of_a = {"UserPoolId": twins.a.pool_id, **judged}
    crossed = _call(twins.a, "AdminUpdateAuthEventFeedback", of_a, admin=True)
    assert crossed.type == "ResourceNotFoundException"
    by_token = _call(twins.a, "UpdateAuthEventFeedback", {**of_a, "FeedbackToken": "A" * 64})
    assert by_token.type == "NotAuthorizedException"
    shown = twins.b.api.admin_list_user_auth_events(UserPoolId=twins.b.pool_id, **named)
    assert "EventFeedback" not in shown["AuthEvents"][0]


def test_a_session_stays_where_it_is(deployment: Deployment) -> None:
    """A session of pool B is neither listed nor revoked in pool A, whose user is named alike."""
    name = unique("both")
    a, b = (make_tenant(deployment) for _ in range(2))
    for tenant in (a, b):
        tenant.user(name)
        tenant.api.set_user_pool_session_configuration(
            UserPoolId=tenant.pool_id,
            UserSessionTracking="ENABLED",
            TokenSession={"MaxPerUser": 5},
        )
    ours, theirs = a.sign_in(name), b.sign_in(name)
    (session,) = b.api.list_user_sessions(AccessToken=theirs["AccessToken"])["Sessions"]
    named = {"SessionId": session["SessionId"]}
    crossed = _call(a, "RevokeUserSession", {"AccessToken": ours["AccessToken"], **named})
    assert crossed.type in NOT_FOUND
    user = {"UserPoolId": a.pool_id, "Username": name}
    assert _call(a, "AdminRevokeUserSession", {**user, **named}, admin=True).type in NOT_FOUND
    (listed,) = a.api.list_user_sessions(AccessToken=ours["AccessToken"])["Sessions"]
    assert listed["SessionId"] != session["SessionId"]
    assert b.refresh(theirs["RefreshToken"])


def test_an_attempt_stays_where_it_began(twins: Twins) -> None:
    """The right answer to an attempt at pool B is none at A, where another is named alike."""
    body = right_answer(twins.b, twins.both)
    elsewhere = _call(twins.a, "RespondToAuthChallenge", {**body, "ClientId": twins.a.client_id})
    assert elsewhere.type in NOT_AUTHORIZED
    crossed = {**body, "UserPoolId": twins.a.pool_id}
    answer = _call(twins.b, "AdminRespondToAuthChallenge", crossed, admin=True)
    assert answer.type in NOT_FOUND
    assert _call(twins.b, "RespondToAuthChallenge", body).status == 200


def test_a_device_stays_where_it_is(deployment: Deployment) -> None:
    """By the key of a device of pool B nobody finds, signs in from or confirms one in pool A."""
    name = unique("both")
    tracking = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": False}}
    a, b = (make_tenant(deployment, tracking) for _ in range(2))
    for tenant in (a, b):
        tenant.user(name)
    token, tokens = a.sign_in(name)["AccessToken"], b.sign_in(name)
    key = tokens["NewDeviceMetadata"]["DeviceKey"]
    b.api.confirm_device(AccessToken=tokens["AccessToken"], DeviceKey=key)
    user = {"UserPoolId": a.pool_id, "Username": name}
    for operation, members in OF_DEVICE.items():
        own = {"AccessToken": token, "DeviceKey": key, **members}
        assert _call(a, operation, own).type in NOT_FOUND
        by_admin = {**user, "DeviceKey": key, **members}
        assert _call(a, f"Admin{operation}", by_admin, admin=True).type in NOT_FOUND
    crossed = _call(a, "ConfirmDevice", {"AccessToken": token, "DeviceKey": key})
    assert (crossed.type, crossed.message) == (
        "InvalidParameterException",
        "Invalid device key given.",
    )
    assert a.api.list_devices(AccessToken=token)["Devices"] == []
    assert a.api.admin_list_devices(**user)["Devices"] == []
    begin = {"ClientId": a.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    answers = {"USERNAME": name, "PASSWORD": PASSWORD, "DEVICE_KEY": key}
    assert _call(a, "InitiateAuth", {**begin, "AuthParameters": answers}).type in NOT_FOUND
    kept = b.api.list_devices(AccessToken=tokens["AccessToken"])["Devices"]
    assert [each["DeviceKey"] for each in kept] == [key]


def test_a_group_stays_where_it_is(twins: Twins) -> None:
    """Pool A has no group of pool B, and its own of that name has nobody of B in it."""
    a, b, name = twins.a, twins.b, unique("group")
    of_a, of_b = ({"UserPoolId": each.pool_id, "GroupName": name} for each in (a, b))
    made = b.api.create_group(**of_b)["Group"]
    b.api.admin_add_user_to_group(**of_b, Username=twins.both)
    for operation, members in OF_GROUP.items():
        named = {**members, "Username": twins.both} if "Username" in members else members
        assert _call(a, operation, {**of_a, **named}, admin=True).type in NOT_FOUND
    assert a.api.list_groups(UserPoolId=a.pool_id)["Groups"] == []
    a.api.create_group(**of_a)
    assert a.api.list_users_in_group(**of_a)["Users"] == []
    user = {"UserPoolId": a.pool_id, "Username": twins.both}
    assert a.api.admin_list_groups_for_user(**user)["Groups"] == []
    a.api.delete_group(**of_a)
    assert b.api.get_group(**of_b)["Group"] == made
    assert [each["Username"] for each in b.api.list_users_in_group(**of_b)["Users"]] == [twins.both]


def test_an_import_job_stays_where_it_is(twins: Twins) -> None:
    """Pool A has no job of pool B, and by the address of one nothing gets into another."""
    a, b = twins.a, twins.b
    named = {"JobName": "move in", "CloudWatchLogsRoleArn": ROLE}
    ours, theirs = (
        each.api.create_user_import_job(UserPoolId=each.pool_id, **named)["UserImportJob"]
        for each in (a, b)
    )
    for operation in OF_JOB:
        body = {"UserPoolId": a.pool_id, "JobId": theirs["JobId"]}
        assert _call(a, operation, body, admin=True).type in NOT_FOUND
    listed = a.api.list_user_import_jobs(UserPoolId=a.pool_id, MaxResults=60)["UserImportJobs"]
    assert [each["JobId"] for each in listed] == [ours["JobId"]]
    for url in (
        theirs["PreSignedUrl"].replace(b.pool_id, a.pool_id),
        theirs["PreSignedUrl"].replace(theirs["JobId"], ours["JobId"]),
        ours["PreSignedUrl"].replace(a.pool_id, b.pool_id),
    ):
        assert httpx2.put(url, content=b"name").status_code == 403


def test_a_resource_server_stays_where_it_is(twins: Twins) -> None:
    """Pool A has no server of pool B, and its clients get no scope of one."""
    a, b, identifier = twins.a, twins.b, unique("server")
    of_a, of_b = ({"UserPoolId": each.pool_id, "Identifier": identifier} for each in (a, b))
    scopes = [{"ScopeName": "read", "ScopeDescription": "Read"}]
    made = b.api.create_resource_server(**of_b, Name="B", Scopes=scopes)["ResourceServer"]
    for operation, members in OF_SERVER.items():
        assert _call(a, operation, {**of_a, **members}, admin=True).type in NOT_FOUND
    assert a.api.list_resource_servers(UserPoolId=a.pool_id)["ResourceServers"] == []
    client = {
        "UserPoolId": a.pool_id,
        "ClientName": "machine",
        "GenerateSecret": True,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": [f"{identifier}/read"],
    }
    crossed = _call(a, "CreateUserPoolClient", client, admin=True)
    assert crossed.type == "ScopeDoesNotExistException"
    a.api.create_resource_server(**of_a, Name="A")
    a.api.delete_resource_server(**of_a)
    assert b.api.describe_resource_server(**of_b)["ResourceServer"] == made


def test_a_replica_stays_where_it_is(twins: Twins) -> None:
    """Pool A has no replica where pool B has one."""
    of_a, of_b = (
        {"UserPoolId": each.pool_id, "RegionName": "eu-west-1"} for each in (twins.a, twins.b)
    )
    twins.b.api.create_user_pool_replica(**of_b)
    for operation, members in (("Delete", {}), ("Update", {"Status": "ACTIVE"})):
        body = {**of_a, **members}
        crossed = _call(twins.a, f"{operation}UserPoolReplica", body, admin=True)
        assert crossed.type in NOT_FOUND
    assert [
        len(each.api.list_user_pool_replicas(UserPoolId=each.pool_id)["UserPoolReplicas"])
        for each in (twins.a, twins.b)
    ] == [1, 2]
    twins.b.api.delete_user_pool_replica(**of_b)


def test_a_domain_stays_where_it_is(twins: Twins) -> None:
    """A domain of pool B is not changed or taken through pool A, nor given to it."""
    a, b, name = twins.a, twins.b, unique("shop")
    domain = {"Domain": name}
    b.api.create_user_pool_domain(UserPoolId=b.pool_id, **domain)
    made = b.api.describe_user_pool_domain(**domain)["DomainDescription"]
    crossed: dict[str, dict[str, Any]] = {
        "CreateUserPoolDomain": {},
        "UpdateUserPoolDomain": {"ManagedLoginVersion": 2},
        "DeleteUserPoolDomain": {},
    }
    for operation, request in crossed.items():
        body = {"UserPoolId": a.pool_id, **domain, **request}
        assert _call(a, operation, body, admin=True).type == "InvalidParameterException"
    assert "Domain" not in a.api.describe_user_pool(UserPoolId=a.pool_id)["UserPool"]
    assert b.api.describe_user_pool_domain(**domain)["DomainDescription"] == made


def test_terms_stay_where_they_are(twins: Twins) -> None:
    """Terms of pool B are none of pool A's, and A makes none for B's client."""
    a, b = twins.a, twins.b
    named = {"ClientId": b.client_id, "TermsName": "terms-of-use"}
    given = {
        "TermsSource": "LINK",
        "Enforcement": "NONE",
        "Links": {"cognito:default": "https://b"},
    }
    made = b.api.create_terms(UserPoolId=b.pool_id, **named, **given)["Terms"]
    crossed: dict[str, dict[str, Any]] = {
        "CreateTerms": {**named, **given},
        "DescribeTermsByClient": named,
        "DescribeTerms": {"TermsId": made["TermsId"]},
        "UpdateTerms": {"TermsId": made["TermsId"], "TermsName": "privacy-policy"},
        "DeleteTerms": {"TermsId": made["TermsId"]},
    }
    for operation, request in crossed.items():
        body = {"UserPoolId": a.pool_id, **request}
        assert _call(a, operation, body, admin=True).type in NOT_FOUND
    assert a.api.list_terms(UserPoolId=a.pool_id)["Terms"] == []
    assert b.api.describe_terms_by_client(UserPoolId=b.pool_id, **named)["Terms"] == made


def test_an_identity_stays_where_it_is(twins: Twins) -> None:
    """An identity that is linked in pool B opens nobody of A, and may be linked there as well."""
    a, b = twins.a, twins.b
    provider = {"ProviderName": unique("Corp"), "ProviderType": "SAML"}
    details = {"ProviderDetails": {"MetadataURL": "https://idp.example.com/metadata"}}
    source = {"ProviderName": provider["ProviderName"], "ProviderAttributeValue": "7"}
    own = {
        name: {"ProviderName": "Cognito", "ProviderAttributeValue": name}
        for name in (twins.both, twins.only_b)
    }
    b.api.create_identity_provider(UserPoolId=b.pool_id, **provider, **details)
    b.api.admin_link_provider_for_user(
        UserPoolId=b.pool_id, DestinationUser=own[twins.both], SourceUser=source
    )
    crossed = {"UserPoolId": a.pool_id}
    link = {**crossed, "DestinationUser": own[twins.both], "SourceUser": source}
    assert _call(a, "AdminLinkProviderForUser", link, admin=True).type in NOT_FOUND
    disable = {**crossed, "User": source}
    assert _call(a, "AdminDisableProviderForUser", disable, admin=True).type in NOT_FOUND
    a.api.create_identity_provider(UserPoolId=a.pool_id, **provider, **details)
    for destination in (own[twins.only_b], source):
        request = {**link, "DestinationUser": destination}
        assert _call(a, "AdminLinkProviderForUser", request, admin=True).type in NOT_FOUND
    for named in (own[twins.only_b], source):
        request = {**crossed, "User": named}
        assert _call(a, "AdminDisableProviderForUser", request, admin=True).type in NOT_FOUND
    a.api.admin_link_provider_for_user(**link)
    a.api.admin_disable_provider_for_user(**disable)
    shown = b.api.admin_get_user(UserPoolId=b.pool_id, Username=twins.both)
    assert "identities" in {each["Name"] for each in shown["UserAttributes"]}
    b.api.admin_disable_provider_for_user(UserPoolId=b.pool_id, User=source)
    for tenant in (a, b):
        tenant.api.delete_identity_provider(
            UserPoolId=tenant.pool_id, ProviderName=provider["ProviderName"]
        )
    _unchanged(twins)


def test_a_provider_stays_where_it_is(twins: Twins) -> None:
    """Pool A finds no provider of B's, and may have one of the same name and identifier."""
    a, b = twins.a, twins.b
    name, identifier = unique("Corp"), unique("corp")
    details = {"MetadataURL": "https://idp.example.com/metadata"}
    given = {
        "ProviderName": name,
        "ProviderType": "SAML",
        "ProviderDetails": details,
        "IdpIdentifiers": [identifier],
    }
    made = b.api.create_identity_provider(UserPoolId=b.pool_id, **given)["IdentityProvider"]
    named = {"ProviderName": name}
    crossed: dict[str, dict[str, Any]] = {
        "DescribeIdentityProvider": named,
        "UpdateIdentityProvider": {**named, "AttributeMapping": {}},
        "DeleteIdentityProvider": named,
        "GetIdentityProviderByIdentifier": {"IdpIdentifier": identifier},
    }
    for operation, request in crossed.items():
        body = {"UserPoolId": a.pool_id, **request}
        assert _call(a, operation, body, admin=True).type in NOT_FOUND
    client = {"UserPoolId": a.pool_id, "ClientName": "x", "SupportedIdentityProviders": [name]}
    refused = _call(a, "CreateUserPoolClient", client, admin=True)
    assert refused.type == "InvalidParameterException"
    assert a.api.list_identity_providers(UserPoolId=a.pool_id)["Providers"] == []
    a.api.create_identity_provider(UserPoolId=a.pool_id, **given)
    a.api.delete_identity_provider(UserPoolId=a.pool_id, **named)
    shown = b.api.describe_identity_provider(UserPoolId=b.pool_id, **named)["IdentityProvider"]
    assert shown == made


def test_a_style_stays_where_it_is(twins: Twins) -> None:
    """A branding style of pool B is none of pool A's, and A makes none for B's client."""
    a, b = twins.a, twins.b
    of_client = {"ClientId": b.client_id}
    made = b.api.create_managed_login_branding(UserPoolId=b.pool_id, **of_client, Settings={"b": 1})
    style = made["ManagedLoginBranding"]
    of_style = {"ManagedLoginBrandingId": style["ManagedLoginBrandingId"]}
    crossed: dict[str, dict[str, Any]] = {
        "CreateManagedLoginBranding": of_client,
        "DescribeManagedLoginBrandingByClient": of_client,
        "DescribeManagedLoginBranding": of_style,
        "UpdateManagedLoginBranding": {**of_style, "Settings": {"a": 1}},
        "DeleteManagedLoginBranding": of_style,
    }
    for operation, request in crossed.items():
        body = {"UserPoolId": a.pool_id, **request}
        assert _call(a, operation, body, admin=True).type in NOT_FOUND
    shown = b.api.describe_managed_login_branding(UserPoolId=b.pool_id, **of_style)
    assert shown["ManagedLoginBranding"] == style


def test_a_client_token_stays_where_it_is(twins: Twins) -> None:
    """A client's secret opens no client of another pool, and its token is not that pool's."""
    made = [machine_of(tenant) for tenant in (twins.a, twins.b)]
    a, b = made
    crossed = {"ClientId": a.client_id, "Secret": b.client_secret}
    assert _call(twins.a, "GetClientToken", crossed).type in NOT_AUTHORIZED
    for machine in made:
        own = {"ClientId": machine.client_id, "Secret": machine.client_secret}
        token = _call(machine, "GetClientToken", own).body["ClientAuthenticationResult"]
        claims = claims_of(token["AccessToken"])
        assert (claims["iss"], claims["sub"]) == (machine.issuer, machine.client_id)


def test_a_token_is_exchanged_in_its_own_pool(twins: Twins) -> None:
    """A token of another pool's user is none to a client, as subject and as actor."""
    flows = ["ALLOW_TOKEN_EXCHANGE_IMPERSONATION", "ALLOW_TOKEN_EXCHANGE_DELEGATION"]
    name = unique("both")
    own, foreign = (each.sign_in(each.user(name))["AccessToken"] for each in (twins.a, twins.b))
    client = twins.a.with_client(ExplicitAuthFlows=flows)
    for subject, actor in ((foreign, own), (own, foreign)):
        body = {
            "ClientId": client.client_id,
            "SubjectToken": subject,
            "SubjectTokenType": "ACCESS_TOKEN",
            "ActorToken": actor,
            "ActorTokenType": "ACCESS_TOKEN",
        }
        assert _call(client, "GetDerivedToken", body).type in NOT_AUTHORIZED


def test_a_passkey_stays_where_it_is(deployment: Deployment) -> None:
    """A passkey or a registration of pool B is none in pool A, whose relying party is the same."""
    name = unique("both")
    a, b = (passkey_tenant(deployment) for _ in range(2))
    for tenant in (a, b):
        tenant.user(name)
    tokens = {tenant.pool_id: tenant.sign_in(name)["AccessToken"] for tenant in (a, b)}
    begun = b.api.start_web_authn_registration(AccessToken=tokens[b.pool_id])
    credential = Authenticator().create(begun["CredentialCreationOptions"])
    body = {"AccessToken": tokens[a.pool_id], "Credential": credential}
    answer = _call(a, "CompleteWebAuthnRegistration", body)
    assert answer.type == "WebAuthnChallengeNotFoundException"
    authenticator = Authenticator()
    register_passkey(b, tokens[b.pool_id], authenticator)
    assert a.api.list_web_authn_credentials(AccessToken=tokens[a.pool_id])["Credentials"] == []
    body = {"AccessToken": tokens[a.pool_id], "CredentialId": authenticator.credential_id}
    assert _call(a, "DeleteWebAuthnCredential", body).type in NOT_FOUND
    register_passkey(a, tokens[a.pool_id], Authenticator())
    crossed = answer_to(a, preferring(a, name), name, authenticator)
    assert _call(a, "RespondToAuthChallenge", crossed).type in NOT_AUTHORIZED
    register_passkey(a, tokens[a.pool_id], authenticator)
    kept = b.api.list_web_authn_credentials(AccessToken=tokens[b.pool_id])["Credentials"]
    assert [each["CredentialId"] for each in kept] == [authenticator.credential_id]


def test_a_list_shows_its_own_pool_only(twins: Twins) -> None:
    """ListUserPoolClients of pool A shows no client of pool B."""
    listed = twins.a.api.list_user_pool_clients(UserPoolId=twins.a.pool_id, MaxResults=60)
    shown = {each["ClientId"] for each in listed["UserPoolClients"]}
    assert twins.a.client_id in shown
    assert twins.b.client_id not in shown


def test_a_list_of_users_shows_its_own_pool_only(twins: Twins) -> None:
    """No listing and no filter of pool A finds a user of pool B, by any of his names."""
    a = twins.a
    assert twins.only_b not in _listed(a)
    for attribute in ("username", "email", "sub"):
        for name in twins.names:
            for operator in ("=", "^="):
                assert _listed(a, Filter=f'{attribute} {operator} "{name}"') == []
    assert _listed(twins.b, Filter=f'email = "{twins.only_b_address}"') == [twins.only_b]
    assert twins.only_b not in _listed(a, Filter='status = "Enabled"')


def _listed(tenant: Tenant, **given: str) -> list[str]:
    """Return the names of all users that a listing shows."""
    pages = tenant.api.get_paginator("list_users").paginate(UserPoolId=tenant.pool_id, **given)
    return [user["Username"] for page in pages for user in page["Users"]]


def test_a_name_is_free_in_each_pool(twins: Twins) -> None:
    """A name, an alias, that pool B has is free in pool A, and both users live on by themselves."""
    name = unique("newcomer")
    taken = {"email": twins.only_b_address, "email_verified": "true"}
    twins.a.user(name, NEW_PASSWORD, **taken)
    tokens = twins.a.sign_in(twins.only_b_address, NEW_PASSWORD)
    assert twins.a.api.get_user(AccessToken=tokens["AccessToken"])["Username"] == name
    twins.a.api.sign_up(ClientId=twins.a.client_id, Username=twins.only_b, Password=NEW_PASSWORD)
    for gone in (name, twins.only_b):
        twins.a.api.admin_delete_user(UserPoolId=twins.a.pool_id, Username=gone)
    _unchanged(twins)


def test_a_deleted_pool_takes_nothing_else_with_it(deployment: Deployment) -> None:
    """DeleteUserPool ends the tokens of its users; those of a pool that looks alike live on."""
    ended, kept = (make_tenant(deployment) for _ in range(2))
    name = unique("both")
    tokens = {}
    for tenant in (ended, kept):
        tenant.user(name)
        tokens[tenant.pool_id] = tenant.sign_in(name)
    ended.api.delete_user_pool(UserPoolId=ended.pool_id)
    gone = _call(ended, "GetUser", {"AccessToken": tokens[ended.pool_id]["AccessToken"]})
    assert gone.type in NOT_AUTHORIZED
    assert kept.refresh(tokens[kept.pool_id]["RefreshToken"])
    assert kept.api.get_user(AccessToken=tokens[kept.pool_id]["AccessToken"])


def _unchanged(twins: Twins) -> None:
    """The user of pool B is who he was: his attributes, his password, his alias."""
    shown = twins.b.api.admin_get_user(UserPoolId=twins.b.pool_id, Username=twins.only_b)
    assert shown["Enabled"] is True
    assert shown["UserStatus"] == "CONFIRMED"
    assert {each["Name"] for each in shown["UserAttributes"]} == {"sub", "email", "email_verified"}
    assert twins.b.sign_in(twins.only_b_address)


def _call(tenant: Tenant, operation: str, body: dict[str, Any], *, admin: bool = False) -> Answer:
    with Connection(port_of(tenant.url)) as connection:
        return connection.call(operation, body, sign=ROOT_KEY if admin else None)
