"""boto3 against clients whose refresh tokens rotate."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.support.tenant import Tenant


@pytest.fixture(scope="module")
def rotating(tenant: Tenant) -> Tenant:
    """A client with rotation, whose tokens may be used again for a minute."""
    return tenant.with_rotation(grace_s=60)


@pytest.fixture(scope="module")
def strict(tenant: Tenant) -> Tenant:
    """A client with rotation, each of whose tokens may be used once."""
    return tenant.with_rotation(grace_s=0)


def refusal(client: Tenant, token: str) -> tuple[str, str] | None:
    """What is said against a refresh token."""
    try:
        client.get_tokens(token)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    return None


REUSED = ("RefreshTokenReuseException", "Refresh token reuse detected")
REVOKED = ("NotAuthorizedException", "Refresh Token has been revoked")


def test_tokens_rotate(rotating: Tenant) -> None:
    """Each refresh gives a whole set, which belongs to the sign-in."""
    first = rotating.sign_in(rotating.user())
    second = rotating.get_tokens(first["RefreshToken"])
    third = rotating.get_tokens(second["RefreshToken"])

    assert set(third) == {"AccessToken", "ExpiresIn", "IdToken", "RefreshToken", "TokenType"}
    assert len({each["RefreshToken"] for each in (first, second, third)}) == 3
    assert _claim(first, "origin_jti") == _claim(third, "origin_jti")
    assert rotating.api.get_user(AccessToken=first["AccessToken"])
    assert rotating.api.get_user(AccessToken=third["AccessToken"])


def test_a_repetition_within_the_grace_period_succeeds(rotating: Tenant) -> None:
    """As measured: the parent is taken again, and only the newest child lives."""
    parent = rotating.sign_in(rotating.user())["RefreshToken"]
    older, newer = (rotating.get_tokens(parent)["RefreshToken"] for _ in range(2))

    assert refusal(rotating, older) == REUSED
    assert refusal(rotating, newer) is None


def test_a_reuse_ends_the_sign_in(strict: Tenant) -> None:
    """With its access tokens, and no other sign-in of the user."""
    name = strict.user()
    stolen, other = strict.sign_in(name), strict.sign_in(name)
    newest = strict.get_tokens(stolen["RefreshToken"])

    assert refusal(strict, stolen["RefreshToken"]) == REUSED

    assert refusal(strict, newest["RefreshToken"]) == REVOKED
    with pytest.raises(ClientError, match="Access Token has been revoked"):
        strict.api.get_user(AccessToken=newest["AccessToken"])
    assert refusal(strict, other["RefreshToken"]) is None


@pytest.mark.parametrize(("which", "ends"), [(0, True), (1, False), (2, True)])
def test_revoking_ends_by_the_first_and_the_newest(
    rotating: Tenant, which: int, ends: bool
) -> None:
    """As measured: another token that was rotated out changes nothing."""
    line = [rotating.sign_in(rotating.user())["RefreshToken"]]
    for _ in range(2):
        line.append(rotating.get_tokens(line[-1])["RefreshToken"])

    rotating.api.revoke_token(ClientId=rotating.client_id, Token=line[which])

    assert refusal(rotating, line[-1]) == (REVOKED if ends else None)


def test_initiate_auth_refuses_under_rotation(rotating: Tenant) -> None:
    """It says what to do instead, as the service does."""
    token = rotating.sign_in(rotating.user())["RefreshToken"]

    with pytest.raises(ClientError) as refused:
        rotating.refresh(token)

    assert refused.value.response["Error"] == {
        "Code": "UnsupportedOperationException",
        "Message": "This API does not support refresh token rotation",
    }
    assert refusal(rotating, token) is None


def test_the_flow_and_rotation_exclude_each_other(tenant: Tenant) -> None:
    """A client cannot have both."""
    with pytest.raises(ClientError) as refused:
        tenant.with_client(RefreshTokenRotation={"Feature": "ENABLED"})

    assert refused.value.response["Error"]["Code"] == "InvalidParameterException"


def test_without_rotation_there_is_no_new_refresh_token(tenant: Tenant) -> None:
    """The same operation, and the same token again and again."""
    token = tenant.sign_in(tenant.user())["RefreshToken"]

    for _ in range(2):
        got = tenant.get_tokens(token)
        assert set(got) == {"AccessToken", "ExpiresIn", "IdToken", "TokenType"}


def test_a_client_with_a_secret_sends_it(secret_tenant: Tenant) -> None:
    """The secret itself, not a hash."""
    with pytest.raises(ClientError, match="configured for secret but secret was not received"):
        secret_tenant.get_tokens("r1.x")
    with pytest.raises(ClientError, match=r"Invalid Refresh Token\."):
        secret_tenant.api.get_tokens_from_refresh_token(
            ClientId=secret_tenant.client_id,
            RefreshToken="r1.x",
            ClientSecret=secret_tenant.client_secret,
        )


def _claim(tokens: dict[str, Any], name: str) -> object:
    claims = jwt.decode(tokens["AccessToken"], options={"verify_signature": False})
    return claims[name]
