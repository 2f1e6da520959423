"""The JavaScript clients in Node: each script of `js/` prints one line, which is judged here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.support.node import require_clients
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant, unique

pytestmark = pytest.mark.node

TEMPORARY = "Temp0rary!word"
REVOKED = "Access Token has been revoked"
WRONG = "Incorrect username or password."


def test_the_sdk_administers_and_signs_in(tenant: Tenant) -> None:
    """@aws-sdk/client-cognito-identity-provider makes a pool, and its users come and go by SRP."""
    results = _run(
        "sdk.mjs",
        url=tenant.url,
        region=REGION,
        keyId=ACCESS_KEY_ID,
        secret=SECRET_ACCESS_KEY,
        name=unique("ann"),
        password=PASSWORD,
        temporary=TEMPORARY,
    )
    assert results["describedIsDate"] is True
    assert results["listsPools"] is True
    assert results["confirmedAtOnce"] is False
    assert results["tokenType"] == "Bearer"
    assert results["username"].startswith("ann-")
    assert results["refreshed"] == ["AccessToken", "ExpiresIn", "IdToken", "TokenType"]
    assert results["challenge"] == "NEW_PASSWORD_REQUIRED"
    assert results["status"] == "CONFIRMED"
    assert results["revoked"] == _refused("NotAuthorizedException", REVOKED)
    assert results["signedOut"] == _refused("NotAuthorizedException", REVOKED)
    assert results["wrongPassword"] == _refused("NotAuthorizedException", WRONG)
    assert results["unknownUser"] == _refused("UserNotFoundException", "User does not exist.")


def test_identity_js_signs_up_in_and_out(tenant: Tenant) -> None:
    """amazon-cognito-identity-js goes the whole way of a user, by SRP."""
    name = unique("bea")
    results = _run(
        "identity.mjs",
        url=tenant.url,
        poolId=tenant.pool_id,
        clientId=tenant.client_id,
        name=name,
        password=PASSWORD,
        newPassword=NEW_PASSWORD,
        invited=tenant.invite(temporary=TEMPORARY),
        temporary=TEMPORARY,
    )
    assert (
        results.pop("attributes").items()
        >= {
            "email": f"{name}@example.com",
            "email_verified": "true",
        }.items()
    )
    assert results == {
        "delivery": {
            "AttributeName": "email",
            "DeliveryMedium": "EMAIL",
            "Destination": "b***@e***",
        },
        "unconfirmed": ["UserNotConfirmedException", "User is not confirmed."],
        "confirmed": "SUCCESS",
        "isValid": True,
        "idUsername": name,
        "isNewToken": True,
        "changed": "SUCCESS",
        "signedOut": "SUCCESS",
        "afterSignOut": REVOKED,
        "recovered": True,
        "revoked": True,
        "wrongPassword": ["NotAuthorizedException", WRONG],
        "newPasswordRequired": True,
        "welcomed": True,
    }


def test_amplify_signs_up_in_and_out(email_tenant: Tenant) -> None:
    """aws-amplify goes the whole way of a user whose name is his address, by SRP."""
    address = f"{unique('cid')}@example.com"
    results = _run(
        "amplify.mjs",
        url=email_tenant.url,
        poolId=email_tenant.pool_id,
        clientId=email_tenant.client_id,
        address=address,
        password=PASSWORD,
        newPassword=NEW_PASSWORD,
        invited=email_tenant.invite(f"{unique('dan')}@example.com", TEMPORARY),
        temporary=TEMPORARY,
    )
    assert results == {
        "afterSignUp": "CONFIRM_SIGN_UP",
        "medium": "EMAIL",
        "early": "CONFIRM_SIGN_UP",
        "afterConfirmation": "DONE",
        "afterSignIn": "DONE",
        "attributes": {"email": address, "email_verified": "true", "given_name": "Ann"},
        "usernameIsSub": True,
        "userIdIsSub": True,
        "issuer": email_tenant.issuer,
        "afterSignOut": "UserUnAuthenticatedException",
        "wrongPassword": "NotAuthorizedException",
        "reset": "CONFIRM_RESET_PASSWORD_WITH_CODE",
        "invited": "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED",
        "welcomed": "DONE",
    }


@pytest.mark.parametrize("rotates", [False, True], ids=["without rotation", "with rotation"])
def test_amplify_refreshes(tenant: Tenant, rotates: bool) -> None:
    """aws-amplify gets new tokens of the same sign-in, also where each refresh token works once."""
    client = tenant.with_rotation(grace_s=0) if rotates else tenant.with_client()
    results = _run(
        "refresh.mjs",
        url=client.url,
        poolId=client.pool_id,
        clientId=client.client_id,
        name=client.user(),
        password=PASSWORD,
    )
    assert results == {
        "tokens": 5,
        "signIns": 1,
        "users": 1,
        "idTokens": 5,
        "afterSignOut": None,
    }


def _run(script: str, **given: str) -> dict[str, Any]:
    node = require_clients()
    without_proxy = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = node.run(f"js/{script}", json.dumps(given), env=without_proxy)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return results


def _refused(name: str, message: str) -> dict[str, Any]:
    return {
        "name": name,
        "message": message,
        "fault": "client",
        "status": 400,
        "hasRequestId": True,
        "isClass": name == "NotAuthorizedException",
    }
