"""boto3, as a user who changes, proves and deletes his attributes, and as his administrator."""

from __future__ import annotations

import pytest

from tests.support.deployments import Deployment
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique

KEEPING = {
    "AliasAttributes": ["email"],
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
}


@pytest.fixture(scope="session")
def keeping(deployment: Deployment) -> Tenant:
    """A pool where a new address is an alias, and counts, once it is proven."""
    return make_tenant(deployment, KEEPING)


def address() -> str:
    """An address that no other test has."""
    return f"{unique('ann')}@example.com"


def shown(tenant: Tenant, name: str) -> dict[str, str]:
    """What an administrator sees of a user, but for the `sub`."""
    user = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)
    pairs = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    return {name: value for name, value in pairs.items() if name != "sub"}


def test_an_address_is_changed_and_proven(tenant: Tenant) -> None:
    """UpdateUserAttributes says where the code went; VerifyUserAttribute takes it, once."""
    old, new = address(), address()
    name = tenant.user(email=old, email_verified="true")
    token = tenant.sign_in(name)["AccessToken"]
    answer = tenant.api.update_user_attributes(
        AccessToken=token, UserAttributes=attributes({"email": new, "name": "Ann"})
    )
    assert answer["CodeDeliveryDetailsList"] == [
        {"Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    ]
    assert shown(tenant, name) == {"email": new, "email_verified": "false", "name": "Ann"}
    given = {
        "AccessToken": token,
        "AttributeName": "email",
        "Code": tenant.code(new, "UpdateUserAttribute"),
    }
    tenant.api.verify_user_attribute(**given)
    assert shown(tenant, name)["email_verified"] == "true"
    assert tenant.messages(old) == []
    with pytest.raises(tenant.api.exceptions.ExpiredCodeException):
        tenant.api.verify_user_attribute(**given)


def test_the_old_address_signs_in_until_the_new_one_is_proven(keeping: Tenant) -> None:
    """The change waits, whatever is asked meanwhile, and then the names are exchanged."""
    old, new = address(), address()
    name = keeping.user(email=old, email_verified="true")
    token = keeping.sign_in(old)["AccessToken"]
    keeping.api.update_user_attributes(AccessToken=token, UserAttributes=attributes({"email": new}))
    assert shown(keeping, name) == {"email": old, "email_verified": "true"}
    asked = keeping.api.get_user_attribute_verification_code(
        AccessToken=token, AttributeName="email"
    )
    assert asked["CodeDeliveryDetails"]["AttributeName"] == "email"
    keeping.api.verify_user_attribute(
        AccessToken=token,
        AttributeName="email",
        Code=keeping.code(new, "VerifyUserAttribute"),
    )
    assert shown(keeping, name) == {"email": new, "email_verified": "true"}
    assert keeping.sign_in(new)
    with pytest.raises(keeping.api.exceptions.UserNotFoundException):
        keeping.sign_in(old)


def test_an_administrators_change_waits_unless_he_vouches_for_it(keeping: Tenant) -> None:
    """With `email_verified` in the request the address counts at once, and no code is sent."""
    old, waiting, new = address(), address(), address()
    name = keeping.user(email=old, email_verified="true")
    user = {"UserPoolId": keeping.pool_id, "Username": name}
    keeping.api.admin_update_user_attributes(**user, UserAttributes=attributes({"email": waiting}))
    assert shown(keeping, name)["email"] == old
    code = keeping.code(waiting, "UpdateUserAttribute")
    keeping.api.admin_update_user_attributes(
        **user, UserAttributes=attributes({"email": new, "email_verified": "true"})
    )
    token = keeping.sign_in(new)["AccessToken"]
    assert keeping.messages(new) == []
    with pytest.raises(keeping.api.exceptions.ExpiredCodeException):
        keeping.api.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)
    assert shown(keeping, name) == {"email": new, "email_verified": "true"}


def test_a_deleted_address_is_free_for_another_user(keeping: Tenant) -> None:
    """DeleteUserAttributes gives the alias back; AdminDeleteUserAttributes does as well."""
    contested = address()
    for delete_by_admin in (False, True):
        name = keeping.user(email=contested, email_verified="true", nickname="A")
        if delete_by_admin:
            keeping.api.admin_delete_user_attributes(
                UserPoolId=keeping.pool_id, Username=name, UserAttributeNames=["email"]
            )
        else:
            keeping.api.delete_user_attributes(
                AccessToken=keeping.sign_in(contested)["AccessToken"],
                UserAttributeNames=["email"],
            )
        assert shown(keeping, name) == {"nickname": "A"}
        with pytest.raises(keeping.api.exceptions.UserNotFoundException):
            keeping.sign_in(contested)


def test_a_client_reads_and_writes_what_it_may(tenant: Tenant) -> None:
    """ReadAttributes and WriteAttributes bound GetUser and changes, each for itself."""
    bounded = tenant.with_client(ReadAttributes=["name"], WriteAttributes=["name", "nickname"])
    name = tenant.user(name="Ann", nickname="A", locale="pt")
    token = bounded.sign_in(name, PASSWORD)["AccessToken"]
    api = bounded.api
    api.update_user_attributes(
        AccessToken=token, UserAttributes=attributes({"name": "Anna", "nickname": ""})
    )
    for change in (
        lambda: api.update_user_attributes(
            AccessToken=token, UserAttributes=attributes({"name": "Eve", "locale": "en"})
        ),
        lambda: api.delete_user_attributes(AccessToken=token, UserAttributeNames=["locale"]),
    ):
        with pytest.raises(api.exceptions.NotAuthorizedException):
            change()
    read = api.get_user(AccessToken=token)["UserAttributes"]
    assert {each["Name"] for each in read} == {"sub", "name"}
    assert shown(tenant, name) == {"name": "Anna", "locale": "pt"}
