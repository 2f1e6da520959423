"""Who is let through to signed, mixed and public operations, seen from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.api.call import Call
from adapters.api.policy import parse
from tests.api.stage import (
    ACCOUNT,
    CLIENT,
    POOL,
    ROOT,
    TARGET,
    Members,
    Stage,
    echo,
    noting,
)

Staged = Callable[..., Stage]

SIGN_UP = {"ClientId": CLIENT, "Username": "ann", "Password": "Passw0rd!"}
SUBJECT = "ACCESS_TOKEN"
PLAIN = {"AccessToken": "a.b.c"}


def test_unsigned_calls_of_signed_operations_are_refused(staged: Staged) -> None:
    """H69: a signed operation without signature is MissingAuthenticationTokenException."""
    answer = staged(ListUsers=echo).call("ListUsers", {"UserPoolId": POOL})

    assert (answer.status, answer.json) == (
        400,
        {
            "__type": "MissingAuthenticationTokenException",
            "message": "Missing Authentication Token",
        },
    )


def test_signed_calls_are_served(staged: Staged) -> None:
    """A signature of botocore opens a signed operation."""
    answer = staged(ListUsers=echo).signed("ListUsers", {"UserPoolId": POOL})

    assert answer.json == {"UserPoolId": POOL}


def test_signature_is_asked_before_the_body_is_read(staged: Staged) -> None:
    """Who has no signature is not told what is wrong with his request."""
    answer = staged(ListUsers=echo).call("ListUsers", {"UserPoolId": 1})

    assert answer.type == "MissingAuthenticationTokenException"


@pytest.mark.parametrize("authorization", ["AWS4-HMAC-SHA256 garbage", "Bearer x", ""])
def test_public_operations_ignore_signatures(staged: Staged, authorization: str) -> None:
    """A public or token operation is served whatever Authorization says, and gains no principal."""
    calls: list[Call] = []
    stage = staged(GetUser=noting(calls))

    answer = stage.call("GetUser", PLAIN, authorization=authorization)

    assert (answer.status, calls[0].principal) == (200, None)


def test_presigned_urls_are_refused_everywhere(staged: Staged) -> None:
    """A signature in the query is refused for signed and unsigned operations alike (SEC-29)."""
    stage = staged(GetUser=echo, ListUsers=echo)
    headers = {"X-Amz-Target": f"{TARGET}GetUser"}

    answer = stage.post(b'{"AccessToken":"a"}', headers, query="X-Amz-Signature=abc")

    assert answer.type == "IncompleteSignatureException"


def test_get_client_token_needs_no_signature(staged: Staged) -> None:
    """GetClientToken is public although the model marks it as signed."""
    request = {"ClientId": CLIENT, "Secret": "s" * 30}

    assert staged(GetClientToken=echo).call("GetClientToken", request).status == 200


def test_get_derived_token_takes_both(staged: Staged) -> None:
    """GetDerivedToken is served unsigned, but a signature that is there must be right."""
    request = {"ClientId": CLIENT, "SubjectToken": "a.b", "SubjectTokenType": SUBJECT}

    def operation(call: Call, request: Members) -> Members:
        return {"Scope": str(call.principal)}

    stage = staged(GetDerivedToken=operation)

    assert stage.call("GetDerivedToken", request).json == {"Scope": "None"}
    assert stage.signed("GetDerivedToken", request).json == {"Scope": "local"}
    forged = stage.call("GetDerivedToken", request, authorization="AWS4-HMAC-SHA256 x")
    assert forged.type == "IncompleteSignatureException"


def test_clock_of_the_server_decides(staged: Staged) -> None:
    """A signature made five minutes and a second ago is refused."""
    stage = staged(ListUsers=echo)
    stage.clock.advance(s=302)

    answer = stage.signed("ListUsers", {"UserPoolId": POOL})

    assert answer.type == "InvalidSignatureException"
    assert "Signature expired" in answer.json["message"]


def test_h76_policies_are_per_pool(staged: Staged) -> None:
    """H76: a key for pool B is denied pool A, and told what its policy would have to name."""
    arn = f"arn:aws:cognito-idp:us-east-1:{ACCOUNT}:userpool/"
    allowed = {"Effect": "Allow", "Action": "cognito-idp:*", "Resource": f"{arn}us-east-1_B"}
    local = replace(ROOT, policy=parse({"Statement": allowed}))
    stage = staged({"credentials": {"local": local}}, ListUsers=echo)

    answer = stage.signed("ListUsers", {"UserPoolId": POOL})

    assert answer.json == {
        "__type": "AccessDeniedException",
        "message": "User: local is not authorized to perform: cognito-idp:ListUsers"
        f" on resource: {arn}{POOL}",
    }
    assert stage.signed("ListUsers", {"UserPoolId": "us-east-1_B"}).status == 200
