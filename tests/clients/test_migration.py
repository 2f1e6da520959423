"""UserMigration by a real function: boto3 brings a user, pycognito signs him in by SRP."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.moving import WEBHOOK, WITH_MFA, House
from tests.support.raw import Answer, at_once
from tests.support.tenant import PASSWORD, Tenant, attributes, unique
from tests.support.trigger_receiver import Answer as Reply
from tests.support.trigger_receiver import Receiver, function_error

# The package is from 2024 and still escapes a regular expression in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")

OLD_PASSWORD = "long-ago"
PARALLEL = 16
SIGN_IN, RECOVERY = "UserMigration_Authentication", "UserMigration_ForgotPassword"


@pytest.fixture
def tenant(home: House) -> Tenant:
    """A pool of which the directory is told."""
    home.receiver.forget()
    return home.pool(WEBHOOK)


def brings(receiver: Receiver, name: str, **members: Any) -> str:  # noqa: ANN401 - members of an answer
    """Let the directory know somebody; return his address."""
    address = f"{name}@example.com"

    def answer(event: dict[str, Any]) -> Any:  # noqa: ANN401 - an answer of any kind
        if event["userName"] != name or event["request"]["password"] not in {None, OLD_PASSWORD}:
            return function_error("Bad user name or password")
        found: Reply = {
            "userAttributes": {"email": address, "email_verified": "true"},
            "finalUserStatus": "CONFIRMED",
            "messageAction": "SUPPRESS",
            **members,
        }
        return found

    receiver.answer(SIGN_IN, answer)
    receiver.answer(RECOVERY, answer)
    return address


def test_srp_works_for_who_has_moved_in(home: House, tenant: Tenant) -> None:
    """One sign-in with the password in clear; from then on it never leaves the client."""
    from pycognito import Cognito

    name = unique("ann")
    address = brings(home.receiver, name)
    tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": OLD_PASSWORD},
        ClientMetadata={"from": "the app"},
    )
    user = Cognito(
        tenant.pool_id,
        tenant.client_id,
        username=name,
        boto3_client_kwargs={"endpoint_url": tenant.url, "region_name": "us-east-1"},
    )
    user.authenticate(password=OLD_PASSWORD)

    assert user.get_user().email == address
    (delivery,) = home.receiver.deliveries
    assert home.receiver.refused == []
    assert delivery.event["request"] == {
        "password": OLD_PASSWORD,
        "validationData": {"from": "the app"},
    }
    assert delivery.event["userName"] == name
    assert set(delivery.event["response"]) == {
        "userAttributes",
        "forceAliasCreation",
        "enableSMSMFA",
        "finalUserStatus",
        "messageAction",
        "desiredDeliveryMediums",
    }


def test_an_administrator_tells_metadata_in_a_second_request(home: House, tenant: Tenant) -> None:
    """AdminRespondToAuthChallenge, whose ClientMetadata is `clientMetadata` (triggers.md 13)."""
    name = unique("ann")
    brings(home.receiver, name)
    hiding = tenant.with_client(PreventUserExistenceErrors="ENABLED")
    named = {"UserPoolId": hiding.pool_id, "ClientId": hiding.client_id}
    asked = hiding.api.admin_initiate_auth(
        **named, AuthFlow="ADMIN_NO_SRP_AUTH", AuthParameters={"USERNAME": name}
    )
    answers = {"USERNAME": name, "PASSWORD": OLD_PASSWORD}

    done = hiding.api.admin_respond_to_auth_challenge(
        **named,
        ChallengeName=asked["ChallengeName"],
        Session=asked["Session"],
        ChallengeResponses=answers,
        ClientMetadata={"step": "two"},
    )

    assert done["AuthenticationResult"]["AccessToken"]
    told = home.receiver.deliveries[0].event["request"]
    assert told["clientMetadata"] == {"step": "two"}
    assert told["validationData"] is None


def test_a_wrong_password_brings_nobody(home: House, tenant: Tenant) -> None:
    """In the words of each setting, and nothing is stored."""
    name = unique("ann")
    brings(home.receiver, name)
    hiding = tenant.with_client(PreventUserExistenceErrors="ENABLED")

    with pytest.raises(ClientError, match=f"migrating user in app client {tenant.client_id}"):
        tenant.sign_in(name, "wrong")
    with pytest.raises(ClientError, match="Incorrect username or password"):
        hiding.sign_in(name, "wrong")

    with pytest.raises(ClientError, match="UserNotFoundException"):
        tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)


def test_who_forgot_his_password_gets_a_code(home: House, tenant: Tenant) -> None:
    """And is in with a new one."""
    name = unique("ann")
    address = brings(home.receiver, name)

    tenant.api.forgot_password(
        ClientId=tenant.client_id, Username=name, ClientMetadata={"step": "one"}
    )
    tenant.api.confirm_forgot_password(
        ClientId=tenant.client_id,
        Username=name,
        ConfirmationCode=tenant.code(address),
        Password=PASSWORD,
    )

    assert tenant.sign_in(name)["AccessToken"]
    assert home.receiver.sources() == [RECOVERY]
    told = home.receiver.deliveries[0].event["request"]
    assert told["clientMetadata"] == {"step": "one"}


@pytest.mark.parametrize("operation", ["InitiateAuth", "ForgotPassword"])
def test_one_user_moves_in_however_many_ask(home: House, tenant: Tenant, operation: str) -> None:
    """Of parallel requests in several processes; all that were let through find the same one."""
    name = unique("racer")
    brings(home.receiver, name)
    body: dict[str, Any] = {"ClientId": tenant.client_id, "Username": name}
    if operation == "InitiateAuth":
        parameters = {"USERNAME": name, "PASSWORD": OLD_PASSWORD}
        body = {
            "ClientId": tenant.client_id,
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": parameters,
        }

    answers: list[Answer] = at_once(
        home.deployment.ports, PARALLEL, lambda connection, _: connection.call(operation, body)
    )

    told = {(answer.type, answer.message) for answer in answers if answer.status != 200}
    limits = {
        ("NotAuthorizedException", "Password attempts exceeded"),
        ("LimitExceededException", "Attempt limit exceeded, please try after some time."),
    }
    assert told <= limits, told
    assert sum(answer.status == 200 for answer in answers) >= 4
    assert len(home.receiver.deliveries) >= 2, "nothing was raced"
    pool = tenant.api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    assert pool["EstimatedNumberOfUsers"] == 1
    assert tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)


def test_without_a_status_another_password_is_demanded(home: House, tenant: Tenant) -> None:
    """He is there, and welcomed unless the function says no; never with a password."""
    name = unique("ann")
    address = brings(
        home.receiver,
        name,
        finalUserStatus=None,
        messageAction=None,
        desiredDeliveryMediums=["EMAIL"],
    )

    with pytest.raises(ClientError, match="PasswordResetRequiredException"):
        tenant.sign_in(name, OLD_PASSWORD)

    user = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)
    assert user["UserStatus"] == "RESET_REQUIRED"
    (welcome,) = tenant.messages(address)
    assert name in welcome["body"]
    assert OLD_PASSWORD not in welcome["body"].replace(name, "")


def test_text_messages_without_a_telephone_bring_nobody(home: House) -> None:
    """`enableSMSMFA` is a part of the answer, and no wish."""
    home.receiver.forget()
    tenant = home.pool(WEBHOOK, WITH_MFA)
    name = unique("ann")
    brings(home.receiver, name, enableSMSMFA=True)

    with pytest.raises(ClientError, match="migrating user"):
        tenant.sign_in(name, OLD_PASSWORD)
    number = {"phone_number": "+15555550100"}
    brings(home.receiver, name, enableSMSMFA=True, userAttributes=number)
    asked = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": OLD_PASSWORD},
    )

    assert asked["ChallengeName"] == "SMS_MFA"


def test_an_alias_moves_if_the_function_says_so(home: House) -> None:
    """`forceAliasCreation`, and without it nobody moves in."""
    home.receiver.forget()
    tenant = home.pool(WEBHOOK, {"AliasAttributes": ["email"]})
    name, holder = unique("ann"), unique("holder")
    address = brings(home.receiver, name)
    tenant.user(holder, email=address, email_verified="true")

    with pytest.raises(ClientError, match="migrating user"):
        tenant.sign_in(name, OLD_PASSWORD)
    brings(home.receiver, name, forceAliasCreation=True)
    tenant.sign_in(name, OLD_PASSWORD)

    found = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=address)
    assert found["Username"] == name
    lost = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=holder)
    assert attributes({"email_verified": "false"})[0] in lost["UserAttributes"]
