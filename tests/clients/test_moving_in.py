"""Moving in from an older pool by the kind `cognito`: its users notice nothing, nor its clients.

The older pool is that of a second Cognate, which speaks the same API.
"""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.support.moving import BY_EMAIL, SIGNED, UNSIGNED, WITH_MFA, House
from tests.support.raw import at_once
from tests.support.tenant import PASSWORD, Tenant, unique

# The package is from 2024 and still escapes a regular expression in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")


@pytest.fixture(scope="module")
def plain(home: House) -> Tenant:
    """A pool like the old one that is asked without a key."""
    return home.pool(UNSIGNED, WITH_MFA)


@pytest.fixture(scope="module")
def by_email(home: House) -> Tenant:
    """A pool like the old one of addresses, which is asked with a key."""
    return home.pool(SIGNED, {**BY_EMAIL, **WITH_MFA})


def record(tenant: Tenant, name: str) -> dict[str, Any]:
    """What AdminGetUser shows of a user, but for the times."""
    found = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)
    listed = {each["Name"]: each["Value"] for each in found["UserAttributes"]}
    return {"username": found["Username"], "status": found["UserStatus"], **listed}


def test_the_same_client_works_before_and_after(home: House, plain: Tenant) -> None:
    """The application's code stays as it is: here boto3, then pycognito by SRP."""
    from pycognito import Cognito

    name = home.open_old.user(
        email=f"{unique('ann')}@example.com", email_verified="true", name="Ann"
    )

    tokens = {each.url: each.sign_in(name) for each in (home.open_old, plain)}
    user = Cognito(
        plain.pool_id,
        plain.client_id,
        username=name,
        boto3_client_kwargs={"endpoint_url": plain.url, "region_name": "us-east-1"},
    )
    user.authenticate(password=PASSWORD)

    assert record(plain, name) == record(home.open_old, name)
    subs = {
        jwt.decode(each["IdToken"], options={"verify_signature": False})["sub"]
        for each in tokens.values()
    }
    assert subs == {user.get_user().sub}


@pytest.mark.parametrize("password", ["Wr0ng!password", PASSWORD])
def test_who_is_not_there_or_does_not_know_his_password_stays_out(
    home: House, plain: Tenant, password: str
) -> None:
    """Unknown to both pools, or a wrong password at the old one."""
    name = unique("nobody") if password == PASSWORD else home.open_old.user()

    with pytest.raises(ClientError, match="Exception migrating user"):
        plain.sign_in(name, password)
    with pytest.raises(ClientError, match="UserNotFoundException"):
        record(plain, name)


def test_a_disabled_user_stays_out(home: House, plain: Tenant) -> None:
    """Whoever was shut out does not come in by moving."""
    name = home.open_old.user()
    home.open_old.api.admin_disable_user(UserPoolId=home.open_old.pool_id, Username=name)

    with pytest.raises(ClientError, match="Exception migrating user"):
        plain.sign_in(name)


def test_a_temporary_password_is_not_brought(home: House, plain: Tenant) -> None:
    """He was invited and never came: he recovers his password."""
    name = home.open_old.invite(
        None, PASSWORD, email=f"{unique('bob')}@example.com", email_verified="true"
    )

    with pytest.raises(ClientError, match="PasswordResetRequiredException"):
        plain.sign_in(name)

    assert record(plain, name)["status"] == "RESET_REQUIRED"


def test_without_a_key_nobody_comes_past_a_second_factor(home: House, plain: Tenant) -> None:
    """There is no token to read his attributes with, and ForgotPassword asks for nobody."""
    name = home.open_old.user(phone_number="+15555550100")
    _by_text_message(home.open_old, name)

    with pytest.raises(ClientError, match="Exception migrating user"):
        plain.sign_in(name)
    with pytest.raises(ClientError, match="Username/client id combination not found"):
        plain.api.forgot_password(ClientId=plain.client_id, Username=name)


def test_a_key_brings_groups_and_the_sub_that_is_the_name(home: House, by_email: Tenant) -> None:
    """A client with a secret, a pool of addresses: tokens say what they said before."""
    old, address = home.addresses, f"{unique('ann')}@example.com"
    old.user(address, email=address, email_verified="true")
    group = unique("editors")
    old.api.create_group(
        UserPoolId=old.pool_id, GroupName=group, Description="who edits", Precedence=3
    )
    old.api.admin_add_user_to_group(UserPoolId=old.pool_id, Username=address, GroupName=group)

    token = by_email.sign_in(address)["AccessToken"]

    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["cognito:groups"] == [group]
    assert record(by_email, address) == record(old, address)
    listed = by_email.api.admin_list_groups_for_user(UserPoolId=by_email.pool_id, Username=address)[
        "Groups"
    ]
    assert [(each["GroupName"], each["Description"], each["Precedence"]) for each in listed] == [
        (group, "who edits", 3)
    ]


def test_users_of_one_group_may_come_at_once(home: House, by_email: Tenant) -> None:
    """Of one user too: there is one of him, and one group, whoever made it."""
    old, group = home.addresses, unique("editors")
    old.api.create_group(UserPoolId=old.pool_id, GroupName=group)
    names = [f"{unique('racer')}@example.com" for _ in range(4)]
    for name in names:
        old.user(name, email=name, email_verified="true")
        old.api.admin_add_user_to_group(UserPoolId=old.pool_id, Username=name, GroupName=group)

    answers = at_once(
        home.deployment.ports,
        12,
        lambda connection, number: connection.call(
            "InitiateAuth",
            {
                "ClientId": by_email.client_id,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": names[number % 4], "PASSWORD": PASSWORD},
            },
        ),
    )

    assert {(answer.status, answer.message) for answer in answers} == {(200, "")}
    found = by_email.api.list_users_in_group(UserPoolId=by_email.pool_id, GroupName=group)["Users"]
    emails = [
        each["Value"] for user in found for each in user["Attributes"] if each["Name"] == "email"
    ]
    assert sorted(emails) == sorted(names)


def test_a_second_factor_comes_along(home: House, by_email: Tenant) -> None:
    """Text messages stay on; the old pool's challenge says that the password was right."""
    old, address = home.addresses, f"{unique('ann')}@example.com"
    old.user(address, email=address, email_verified="true", phone_number="+15555550100")
    _by_text_message(old, address)

    asked = by_email.api.initiate_auth(
        ClientId=by_email.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": address, "PASSWORD": PASSWORD},
    )

    assert asked["ChallengeName"] == "SMS_MFA"


def test_a_key_brings_who_forgot_his_password(home: House, by_email: Tenant) -> None:
    """And nobody who could not recover it there either."""
    old, address = home.addresses, f"{unique('ann')}@example.com"
    old.user(address, email=address, email_verified="true")
    invited = f"{unique('bob')}@example.com"
    old.invite(invited, email=invited, email_verified="true")

    by_email.api.forgot_password(ClientId=by_email.client_id, Username=address)
    by_email.api.confirm_forgot_password(
        ClientId=by_email.client_id,
        Username=address,
        ConfirmationCode=by_email.code(address),
        Password="N3w!password",
    )

    assert by_email.sign_in(address, "N3w!password")["AccessToken"]
    assert record(by_email, address)["sub"] == record(old, address)["sub"]
    with pytest.raises(ClientError, match="Username/client id combination not found"):
        by_email.api.forgot_password(ClientId=by_email.client_id, Username=invited)


def _by_text_message(tenant: Tenant, name: str) -> None:
    tenant.api.admin_set_user_mfa_preference(
        UserPoolId=tenant.pool_id, Username=name, SMSMfaSettings={"Enabled": True}
    )
