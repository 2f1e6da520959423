"""pycognito, which signs in by SRP without sending the Session back, and verifies its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant, unique

if TYPE_CHECKING:
    from pycognito import Cognito

# The package is from 2024 and still escapes a regular expression in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")

TEMPORARY = "Temp0rary!word"


def test_a_user_signs_in_renews_reads_the_profile_and_signs_out(tenant: Tenant) -> None:
    """authenticate, verify_tokens, renew_access_token, get_user and logout work in turn."""
    address = f"{unique('ann')}@example.com"
    name = tenant.user(email=address, email_verified="true")
    user = _user(tenant, name)
    user.authenticate(password=PASSWORD)
    user.verify_tokens()
    assert user.id_claims["iss"] == tenant.issuer
    assert user.id_claims["cognito:username"] == name
    assert user.access_claims["username"] == name
    before = user.access_token
    user.renew_access_token()
    user.verify_tokens()
    assert user.access_token != before
    assert user.check_token() is False
    profile = user.get_user()
    assert (profile.email, profile.email_verified) == (address, True)
    ended = user.access_token
    user.logout()
    with pytest.raises(user.client.exceptions.NotAuthorizedException):
        user.client.get_user(AccessToken=ended)


def test_a_visitor_registers(tenant: Tenant) -> None:
    """register, confirm_sign_up and authenticate lead from a visitor to a signed-in user."""
    name = unique("bea")
    address = f"{name}@example.com"
    user = _user(tenant, name)
    user.set_base_attributes(email=address)
    user.register(name, PASSWORD)
    user.confirm_sign_up(tenant.code(address))
    user.authenticate(password=PASSWORD)
    user.verify_tokens()


def test_an_invited_user_chooses_a_password(tenant: Tenant) -> None:
    """new_password_challenge answers NEW_PASSWORD_REQUIRED after SRP."""
    from pycognito.exceptions import ForceChangePasswordException

    name = tenant.invite()
    user = _user(tenant, name)
    with pytest.raises(ForceChangePasswordException):
        user.authenticate(password=TEMPORARY)
    user.new_password_challenge(TEMPORARY, PASSWORD)
    user.verify_tokens()
    _user(tenant, name).authenticate(password=PASSWORD)


def test_an_address_signs_in_by_srp(email_tenant: Tenant) -> None:
    """A user whose name is an address signs in by the address in another case."""
    address = f"{unique('cid')}@example.com"
    email_tenant.user(address)
    user = _user(email_tenant, address.upper())
    user.authenticate(password=PASSWORD)
    user.verify_tokens()


def test_a_client_with_a_secret_signs_in_by_srp(secret_tenant: Tenant) -> None:
    """With its secret pycognito signs in and renews."""
    name = secret_tenant.user()
    user = _user(secret_tenant, name, client_secret=secret_tenant.client_secret)
    user.authenticate(password=PASSWORD)
    user.renew_access_token()
    user.verify_tokens()


def test_a_wrong_password_is_refused(tenant: Tenant) -> None:
    """SRP with a wrong password is told as boto3's NotAuthorizedException."""
    user = _user(tenant, tenant.user())
    with pytest.raises(user.client.exceptions.NotAuthorizedException) as refused:
        user.authenticate(password=NEW_PASSWORD)
    assert refused.value.response["Error"]["Message"] == "Incorrect username or password."


def test_a_password_is_changed_and_recovered(tenant: Tenant) -> None:
    """change_password, initiate_forgot_password and confirm_forgot_password work."""
    address = f"{unique('dan')}@example.com"
    name = tenant.user(email=address, email_verified="true")
    user = _user(tenant, name)
    user.authenticate(password=PASSWORD)
    user.change_password(PASSWORD, NEW_PASSWORD)
    user.initiate_forgot_password()
    user.confirm_forgot_password(tenant.code(address, "ForgotPassword"), PASSWORD)
    user.authenticate(password=PASSWORD)


def test_an_administrator_uses_pycognito(tenant: Tenant) -> None:
    """admin_create_user, admin_authenticate, admin_update_profile and admin_get_user work."""
    name = unique("eli")
    user = _user(tenant, name)
    user.admin_create_user(name, TEMPORARY, email=f"{name}@example.com")
    tenant.api.admin_set_user_password(
        UserPoolId=tenant.pool_id, Username=name, Password=PASSWORD, Permanent=True
    )
    user.admin_authenticate(password=PASSWORD)
    user.admin_update_profile({"given_name": "Eli"})
    assert user.admin_get_user().given_name == "Eli"


def test_awssrp_by_itself_signs_in(tenant: Tenant) -> None:
    """AWSSRP, as used with a plain boto3 client, ends in tokens that verify."""
    from pycognito.aws_srp import AWSSRP

    name = tenant.user()
    srp = AWSSRP(
        username=name,
        password=PASSWORD,
        pool_id=tenant.pool_id,
        client_id=tenant.client_id,
        client=tenant.api,
    )
    tokens = srp.authenticate_user()["AuthenticationResult"]
    keys = jwt.PyJWKClient(f"{tenant.issuer}/.well-known/jwks.json")
    claims = jwt.decode(
        tokens["AccessToken"],
        keys.get_signing_key_from_jwt(tokens["AccessToken"]),
        algorithms=["RS256"],
        issuer=tenant.issuer,
    )
    assert claims["username"] == name


def _user(tenant: Tenant, name: str, client_secret: str | None = None) -> Cognito:
    from pycognito import Cognito

    return Cognito(
        tenant.pool_id,
        tenant.client_id,
        username=name,
        user_pool_region=REGION,
        access_key=ACCESS_KEY_ID,
        secret_key=SECRET_ACCESS_KEY,
        boto3_client_kwargs={"endpoint_url": tenant.url},
        client_secret=client_secret,
    )
