"""Requests signed by us carry the signatures that botocore would give them."""

from __future__ import annotations

from datetime import datetime

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from adapters.sigv4.signing import SigningKey, sign_post
from domain.model.identifiers import Secret

KEY_ID = "AKIAEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
LAMBDA = SigningKey(key_id=KEY_ID, secret=Secret(SECRET), region="eu-west-1", service="lambda")
HEADERS = {"Content-Type": "application/json", "X-Amz-Invocation-Type": "RequestResponse"}


@pytest.mark.parametrize(
    "url",
    [
        "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/hook/invocations",
        "https://lambda.eu-west-1.amazonaws.com:443/2015-03-31/functions/hook/invocations",
        "http://127.0.0.1:4566/2015-03-31/functions/hook/invocations?Qualifier=live",
        "http://[::1]:4566/2015-03-31/functions/hook/invocations?Qualifier=%24LATEST",
        "http://localhost/a/2015-03-31/functions/arn%3Aaws%3Alambda%3A%3Ahook/invocations",
        "http://localhost:3001/",
    ],
)
@pytest.mark.parametrize("body", [b"", '{"userName": "Jürgen"}'.encode()])
def test_signatures_are_those_of_botocore(url: str, body: bytes) -> None:
    """Same key, request and moment give the same headers, whatever the address looks like."""
    theirs = AWSRequest(method="POST", url=url, headers=HEADERS, data=body)
    SigV4Auth(Credentials(KEY_ID, SECRET), "lambda", "eu-west-1").add_auth(theirs)
    now_ms = int(datetime.fromisoformat(theirs.headers["X-Amz-Date"]).timestamp() * 1000)

    ours = sign_post(LAMBDA, url, HEADERS, body, now_ms)

    assert ours["Authorization"] == theirs.headers["Authorization"]
    assert ours["X-Amz-Date"] == theirs.headers["X-Amz-Date"]
    assert {name: ours[name] for name in HEADERS} == HEADERS


def test_a_secret_never_shows() -> None:
    """Neither the key's repr nor a signed request holds its secret."""
    signed = sign_post(LAMBDA, "http://localhost/", HEADERS, b"{}", 0)

    assert SECRET not in repr(LAMBDA) + repr(signed)
