"""Signatures of Standard Webhooks, judged by the format's own package."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from adapters.standard_webhooks import parse_secret, signed_headers

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(1, 25))).decode()
VECTOR = (
    b'{"version":"1","triggerSource":"PreSignUp_SignUp","region":"local",'
    b'"userPoolId":"local_AbCdEf123","userName":"alice","callerContext":'
    b'{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"1example23456789abcdefghij"},'
    b'"request":{"userAttributes":{"email":"alice@example.com"},"validationData":null},'
    b'"response":{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}}'
)


def test_the_vector_is_signed_as_it_should() -> None:
    """Key, id, time and body of the reference give its signature."""
    headers = signed_headers(
        [parse_secret(SECRET)], "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj", 1_700_000_000_999, VECTOR
    )
    assert headers == {
        "webhook-id": "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj",
        "webhook-timestamp": "1700000000",
        "webhook-signature": "v1,3/cGLSnkEUjVBrIZl1lkqXgDzWF/7RWKuKc2wXa98Co=",
    }


@pytest.mark.parametrize("known", [SECRET, OTHER])
def test_either_of_two_secrets_verifies(known: str) -> None:
    """While a secret is replaced a receiver may know the old or the new one."""
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    keys = [parse_secret(SECRET), parse_secret(OTHER)]
    headers = signed_headers(keys, "msg_1", now_ms, VECTOR)
    assert Webhook(known).verify(VECTOR, dict(headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(known).verify(VECTOR + b" ", dict(headers))


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET.removeprefix("whsec_"),
        "whsec_",
        "whsec_canary!",
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
        SECRET + "\n",
        "whpk_" + base64.b64encode(bytes(32)).decode(),
    ],
)
def test_what_is_no_secret_is_refused_without_showing_it(text: str) -> None:
    """A key that is too short, too long or not base64 is told by the form that it should have."""
    with pytest.raises(ValueError, match="24 to 64 bytes") as refusal:
        parse_secret(text)
    assert "canary" not in str(refusal.value)
