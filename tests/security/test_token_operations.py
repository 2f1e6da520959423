"""Tokens that are not good access tokens open no operation, and change nothing (SEC-33)."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.fetch import fetch
from tests.support.minted import Mint
from tests.support.raw import Answer, Connection, port_of
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant

DEVICE = "us-east-1_0c4f3b52-6d0e-4c8a-9f1b-2a3d4e5f6071"
OPERATIONS: dict[str, dict[str, Any]] = {
    "GetUser": {},
    "ChangePassword": {"PreviousPassword": PASSWORD, "ProposedPassword": NEW_PASSWORD},
    "ConfirmDevice": {"DeviceKey": DEVICE},
    "GetDevice": {"DeviceKey": DEVICE},
    "ListDevices": {},
    "UpdateDeviceStatus": {"DeviceKey": DEVICE, "DeviceRememberedStatus": "remembered"},
    "ForgetDevice": {"DeviceKey": DEVICE},
    "GetUserAuthFactors": {},
    "AssociateSoftwareToken": {},
    "VerifySoftwareToken": {"UserCode": "123456"},
    "SetUserMFAPreference": {"SMSMfaSettings": {"Enabled": False}},
    "SetUserSettings": {"MFAOptions": []},
    "StartWebAuthnRegistration": {},
    "CompleteWebAuthnRegistration": {"Credential": {}},
    "ListWebAuthnCredentials": {},
    "DeleteWebAuthnCredential": {"CredentialId": "AAAA"},
    "ListUserSessions": {},
    "RevokeUserSession": {"SessionId": "tkn" + "0" * 25},
    "UpdateUserAttributes": {"UserAttributes": [{"Name": "name", "Value": "Eve"}]},
    "GetUserAttributeVerificationCode": {"AttributeName": "email"},
    "VerifyUserAttribute": {"AttributeName": "email", "Code": "123456"},
    "DeleteUserAttributes": {"UserAttributeNames": ["name"]},
    "GlobalSignOut": {},
    "DeleteUser": {},
}
"""With what they need beside the token; the worst comes last."""

INVALID = "Invalid Access Token"
UNSIGNED = "Could not verify signature for Access Token"
EXPIRED = "Access Token has expired"
REVOKED = "Access Token has been revoked"
WITHOUT_SCOPE = "Access Token does not have required scopes"
Made = Callable[[Mint, Tenant, dict[str, Any]], str]


def _plain(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _other_key(_mint: Mint, _tenant: Tenant, tokens: dict[str, Any]) -> str:
    token = tokens["AccessToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    header = {**jwt.get_unverified_header(token), "typ": None}
    return jwt.encode(claims, key, "RS256", headers=header)


def _other_claims(_mint: Mint, _tenant: Tenant, tokens: dict[str, Any]) -> str:
    head, body, signature = tokens["AccessToken"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = _plain(json.dumps({**claims, "exp": claims["exp"] + 1}).encode())
    return f"{head}.{changed}.{signature}"


def _without_signature(_mint: Mint, _tenant: Tenant, tokens: dict[str, Any]) -> str:
    head, body, _ = tokens["AccessToken"].split(".")
    header = {**json.loads(base64.urlsafe_b64decode(head + "==")), "alg": "none"}
    return f"{_plain(json.dumps(header).encode())}.{body}."


def _by_public_key(_mint: Mint, tenant: Tenant, tokens: dict[str, Any]) -> str:
    """Sign by HMAC with the public key as the secret, as careless libraries verify."""
    head, body, _ = tokens["AccessToken"].split(".")
    header = {**json.loads(base64.urlsafe_b64decode(head + "==")), "alg": "HS256"}
    url = f"{tenant.issuer}/.well-known/jwks.json"
    keys = fetch(url).json()["keys"]
    (key,) = (each for each in keys if each["kid"] == header["kid"])
    text = f"{_plain(json.dumps(header).encode())}.{body}"
    return f"{text}.{_plain(hmac.digest(key['n'].encode(), text.encode(), 'sha256'))}"


def _changed(use: str = "access", **changes: Any) -> Made:  # noqa: ANN401 - any claim
    return lambda mint, _tenant, tokens: mint.changed(tokens["AccessToken"], changes, use)


def _of_client(mint: Mint, tenant: Tenant, tokens: dict[str, Any]) -> str:
    """Make it GetClientToken's, to which a function has added the scope of users."""
    of_client = {"sub": tenant.client_id, "version": 2}
    of_users = dict.fromkeys(("username", "origin_jti", "event_id", "acr", "amr"))
    return mint.changed(tokens["AccessToken"], {**of_client, **of_users})


def _cut(_mint: Mint, _tenant: Tenant, tokens: dict[str, Any]) -> str:
    return str(tokens["AccessToken"][:-4])


FORGED: dict[str, tuple[Made, set[str]]] = {
    "garbage": (lambda *_: "eyJhbGciOi.J9.x", {INVALID}),
    "another key": (_other_key, {UNSIGNED}),
    "other claims": (_other_claims, {UNSIGNED}),
    "cut": (_cut, {INVALID, UNSIGNED}),
    "no signature": (_without_signature, {INVALID, UNSIGNED}),
    "signed by the public key": (_by_public_key, {INVALID, UNSIGNED}),
    "ID token": (lambda _mint, _tenant, tokens: tokens["IdToken"], {INVALID}),
    "refresh token": (lambda _mint, _tenant, tokens: tokens["RefreshToken"], {INVALID}),
    "ID token called an access token": (_changed("id", token_use="access"), {INVALID}),
    "access token called an ID token": (_changed(token_use="id"), {INVALID}),
    "expired": (_changed(exp=1_700_000_000), {EXPIRED}),
    "no issuer": (_changed(iss="https://elsewhere.example/us-east-1_Demo00001"), {INVALID}),
    "no client": (_changed(client_id=None), {INVALID}),
    "unknown client": (_changed(client_id="0" * 26), {REVOKED}),
    "unknown sign-in": (_changed(origin_jti="00000000-0000-4000-8000-000000000000"), {REVOKED}),
    "no scope": (_changed(scope="openid"), {WITHOUT_SCOPE}),
    "of a client by itself": (_of_client, {WITHOUT_SCOPE}),
    "no time": (_changed(iat=None), {INVALID}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attacked:
    """Somebody who is signed in, and a token that pretends to be his."""

    name: str
    access_token: str
    forged: str


@pytest.fixture(scope="module")
def attacked(mint: Mint, tenant: Tenant) -> Callable[[str], Attacked]:
    """Somebody for each kind of token, who is the same to every operation: none may change him."""

    @cache
    def somebody(kind: str) -> Attacked:
        name = tenant.user()
        tokens = tenant.sign_in(name)
        forged = FORGED[kind][0](mint, tenant, tokens)
        return Attacked(name=name, access_token=tokens["AccessToken"], forged=forged)

    return somebody


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", FORGED)
def test_what_is_no_good_token_opens_nothing(
    tenant: Tenant, attacked: Callable[[str], Attacked], kind: str, operation: str
) -> None:
    """A forged, foreign, expired or other token is refused in its words, and nothing changes."""
    user = attacked(kind)
    answer = _call(tenant, operation, user.forged)
    assert (answer.status, answer.type) == (400, "NotAuthorizedException")
    assert answer.message in FORGED[kind][1]
    assert tenant.api.get_user(AccessToken=user.access_token)["Username"] == user.name
    assert tenant.sign_in(user.name)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_of_another_pool_is_of_its_user_there(
    mint: Mint, tenant: Tenant, foreign: Tenant, operation: str
) -> None:
    """A token that another pool's key signed, but that says it is of this pool, opens nothing."""
    name = tenant.user()
    foreign.user(name)
    tokens, theirs = tenant.sign_in(name), foreign.sign_in(name)
    claims = jwt.decode(tokens["AccessToken"], options={"verify_signature": False})
    head, body, _ = tokens["AccessToken"].split(".")
    their_head, _, their_signature = theirs["AccessToken"].split(".")
    forged = [
        f"{head}.{body}.{their_signature}",
        f"{their_head}.{body}.{their_signature}",
        mint.changed(theirs["AccessToken"], claims),
    ]
    for token in forged:
        answer = _call(tenant, operation, token)
        assert (answer.status, answer.type) == (400, "NotAuthorizedException")
    assert tenant.sign_in(name)
    assert foreign.sign_in(name)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_of_a_deleted_user_opens_nothing(tenant: Tenant, operation: str) -> None:
    """A deleted user's token is refused, also after his name was given to another user."""
    name = tenant.user()
    token = tenant.sign_in(name)["AccessToken"]
    tenant.api.admin_delete_user(UserPoolId=tenant.pool_id, Username=name)
    tenant.user(name)
    answer = _call(tenant, operation, token)
    revoked = operation in {"AssociateSoftwareToken", "GlobalSignOut"} or "WebAuthn" in operation
    expected = ("UserNotFoundException", "User does not exist.")
    if revoked:
        expected = ("NotAuthorizedException", REVOKED)
    assert (answer.type, answer.message) == expected
    assert tenant.sign_in(name)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_token_that_was_revoked_opens_nothing(tenant: Tenant, operation: str) -> None:
    """After RevokeToken the access tokens of the sign-in are refused."""
    name = tenant.user()
    tokens = tenant.sign_in(name)
    tenant.api.revoke_token(ClientId=tenant.client_id, Token=tokens["RefreshToken"])
    answer = _call(tenant, operation, tokens["AccessToken"])
    assert (answer.type, answer.message) == ("NotAuthorizedException", REVOKED)
    assert tenant.sign_in(name)


def _call(tenant: Tenant, operation: str, token: str) -> Answer:
    with Connection(port_of(tenant.url)) as connection:
        return connection.call(operation, {"AccessToken": token, **OPERATIONS[operation]})
