"""Signatures: those of botocore are right, and everything that was changed is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.api.policy import EVERYTHING
from adapters.api.sigv4 import Credential, Verifier
from adapters.sigv4.form import Scope, SignedRequest
from domain.errors import (
    CognitoError,
    GatewayError,
    IncompleteSignatureException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    UnrecognizedClientException,
)
from domain.model.identifiers import Secret
from tests.api.stage import HOST, signed_request

KEY = "AKIAEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
CREDENTIAL = Credential(key_id=KEY, secret=Secret(SECRET), policy=EVERYTHING)


def verifier(region: str = "us-east-1") -> Verifier:
    """A verifier that knows one key."""
    return Verifier(region, {KEY: CREDENTIAL}.get)


def signed(key_id: str = KEY, secret: str = SECRET, region: str = "us-east-1") -> SignedRequest:
    """A request as botocore signs it now."""
    body, headers = signed_request("ListUsers", {"UserPoolId": "p"}, key_id, secret, region)
    lines = [(name.lower(), value) for name, value in headers.items()]
    return SignedRequest(
        method="POST", path="/", query="", headers=[("host", HOST), *lines], body=body
    )


def now_of(request: SignedRequest) -> int:
    """The moment at which the request was signed."""
    return int(datetime.fromisoformat(request.values("x-amz-date")[0]).timestamp() * 1000)


def with_header(request: SignedRequest, name: str, value: str | None) -> SignedRequest:
    """The request with one header replaced, or removed."""
    kept = [(given, old) for given, old in request.headers if given != name]
    return replace(request, headers=kept + ([] if value is None else [(name, value)]))


def refused(request: SignedRequest, skew_ms: int = 0) -> CognitoError:
    """The error with which the request is refused."""
    with pytest.raises(GatewayError) as caught:
        verifier().verify(request, now_of(request) + skew_ms)
    return caught.value


def header(name: str, value: str | None) -> Callable[[SignedRequest], SignedRequest]:
    """A change of one header."""
    return lambda request: with_header(request, name, value)


def altered(part: str, to: str) -> Callable[[SignedRequest], SignedRequest]:
    """A change of the Authorization header."""

    def change(request: SignedRequest) -> SignedRequest:
        given = request.values("authorization")[0]
        assert part in given
        return with_header(request, "authorization", given.replace(part, to, 1))

    return change


def test_signatures_of_botocore_are_right() -> None:
    """The signature of botocore names its key."""
    request = signed()

    assert verifier().verify(request, now_of(request)) is CREDENTIAL


@pytest.mark.parametrize("skew_ms", [-300_000, -299_000, 0, 299_000, 300_000])
def test_five_minutes_are_forgiven(skew_ms: int) -> None:
    """A clock that is off by up to five minutes is accepted."""
    request = signed()

    assert verifier().verify(request, now_of(request) + skew_ms) is CREDENTIAL


@pytest.mark.parametrize(
    ("skew_ms", "told"), [(301_000, "Signature expired"), (-301_000, "Signature not yet current")]
)
def test_more_than_five_minutes_are_not(skew_ms: int, told: str) -> None:
    """Outside of the window the text names the server's time and the bound."""
    request = signed()
    server_time = datetime.fromtimestamp((now_of(request) + skew_ms) / 1000, UTC)

    error = refused(request, skew_ms)

    assert isinstance(error, InvalidSignatureException)
    assert told in error.text
    assert "5 min." in error.text
    assert server_time.strftime("%Y%m%dT%H%M%SZ") in error.text


Change = Callable[[SignedRequest], SignedRequest]
INCOMPLETE, INVALID = IncompleteSignatureException, InvalidSignatureException
FAULTS: dict[str, tuple[Change, type[CognitoError]]] = {
    "no header": (header("authorization", None), MissingAuthenticationTokenException),
    "another scheme": (header("authorization", "Bearer x"), INCOMPLETE),
    "an empty header": (header("authorization", ""), INCOMPLETE),
    "nothing but the scheme": (header("authorization", "AWS4-HMAC-SHA256"), INCOMPLETE),
    "another algorithm": (altered("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), INCOMPLETE),
    "an unknown field": (altered("SignedHeaders=", "Signed="), INCOMPLETE),
    "a signature that is no hex": (altered("Signature=", "Signature=z"), INCOMPLETE),
    "a scope of four parts": (altered("/aws4_request", ""), INCOMPLETE),
    "no key id": (altered(KEY, ""), INCOMPLETE),
    "a key id that is none": (altered(KEY, "a'b"), INCOMPLETE),
    "an endless key id": (altered(KEY, "a" * 129), INCOMPLETE),
    "another terminator": (altered("/aws4_request", "/aws4"), INCOMPLETE),
    "a header in upper case": (altered("host;", "Host;"), INCOMPLETE),
    "headers out of order": (altered("host;x-amz-date", "x-amz-date;host"), INCOMPLETE),
    "a header listed twice": (altered("host;", "host;host;"), INCOMPLETE),
    "host unsigned": (altered("host;", ""), INCOMPLETE),
    "date unsigned": (altered("x-amz-date;", ""), INCOMPLETE),
    "target unsigned": (altered(";x-amz-target", ""), INCOMPLETE),
    "a header that was not sent": (altered("host;", "host;x-absent;"), INVALID),
    "another service": (altered("cognito-idp/", "cognito-sync/"), INVALID),
    "another region": (altered("us-east-1/", "us-west-2/"), INVALID),
    "no date": (header("x-amz-date", None), INCOMPLETE),
    "a date in words": (header("x-amz-date", "yesterday"), INCOMPLETE),
    "a date beyond the calendar": (header("x-amz-date", "20269999T999999Z"), GatewayError),
    "another host": (header("host", "elsewhere"), INVALID),
    "a longer body": (lambda request: replace(request, body=request.body + b" "), INVALID),
    "another method": (lambda request: replace(request, method="PUT"), INVALID),
    "another path": (lambda request: replace(request, path="/x"), INVALID),
    "another query": (lambda request: replace(request, query="a=b"), INVALID),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_name(fault: str) -> None:
    """A missing, malformed or wrong signature is told by the name that SDKs know (SEC-32)."""
    change, error = FAULTS[fault]
    request = signed()

    with pytest.raises(error):
        verifier().verify(change(request), now_of(request))


def test_h72_the_operation_cannot_be_swapped() -> None:
    """H72: a signature that leaves X-Amz-Target unsigned is refused, so it fits one call only."""
    request = with_header(signed(), "x-amz-target", "X.AdminDeleteUser")

    assert isinstance(refused(request), InvalidSignatureException)
    assert isinstance(refused(altered(";x-amz-target", "")(request)), IncompleteSignatureException)


def test_h75_nothing_is_there_twice() -> None:
    """H75: a second Authorization header, or a second Credential in one, is refused."""
    request = signed()
    header = request.values("authorization")[0]
    twice = replace(request, headers=[*request.headers, ("authorization", header)])
    credential = header.split("Credential=")[1].split(",")[0]
    doubled = altered("Credential=", f"Credential={credential}, Credential=")(request)

    assert isinstance(refused(twice), IncompleteSignatureException)
    assert isinstance(refused(doubled), IncompleteSignatureException)


def test_unknown_keys_do_the_same_work() -> None:
    """An unknown key is UnrecognizedClientException, after the same derivation as a known one."""
    request = signed("AKIAUNKNOWN", SECRET)
    checker = verifier()

    with pytest.raises(UnrecognizedClientException):
        checker.verify(request, now_of(request))

    assert len(checker._day_keys) == 1


def test_wrong_secrets_are_told_apart_from_unknown_keys() -> None:
    """A known key with a wrong secret is InvalidSignatureException."""
    assert isinstance(refused(signed(secret="wrong")), InvalidSignatureException)


def test_session_tokens_are_not_ours() -> None:
    """No temporary credentials exist, so a session token is UnrecognizedClientException."""
    request = signed()
    request = altered("x-amz-date;", "x-amz-date;x-amz-security-token;")(request)

    error = refused(with_header(request, "x-amz-security-token", "t"))

    assert isinstance(error, UnrecognizedClientException)


@pytest.mark.parametrize("name", ["x-amz-security-token", "x-amz-content-sha256"])
def test_what_is_sent_must_be_signed(name: str) -> None:
    """A session token or content hash beside the signature is refused."""
    assert isinstance(refused(with_header(signed(), name, "x")), IncompleteSignatureException)


def test_other_headers_may_be_unsigned() -> None:
    """Headers that SDKs add after signing do not matter (ruling 41)."""
    request = with_header(signed(), "x-amz-user-agent", "aws-sdk-js/3")

    assert verifier().verify(request, now_of(request)) is CREDENTIAL


@pytest.mark.parametrize(
    ("part", "to", "told"),
    [
        ("us-east-1/", "us-west-2/", "scoped to the region 'us-east-1'"),
        ("cognito-idp/", "iam/", "scoped to correct service: 'cognito-idp'"),
        (f"{KEY}/2", f"{KEY}/1", "Date in Credential scope does not match"),
    ],
)
def test_scopes_are_checked_by_name(part: str, to: str, told: str) -> None:
    """Another region, service or day in the scope is told for what it is."""
    assert told in refused(altered(part, to)(signed())).text


def test_random_changes_are_refused() -> None:
    """Two thousand changes of one byte, anywhere that is signed, are all refused."""
    dice = random.Random(4)
    request = signed()
    now_ms = now_of(request)
    names = ["host", "x-amz-date", "x-amz-target", "content-type", "authorization"]
    checker = verifier()

    for _ in range(2_000):
        name = dice.choice([*names, "body"])
        text = request.body.decode() if name == "body" else request.values(name)[0]
        place = dice.randrange(len(text))
        char = chr(dice.randrange(33, 127))
        if char in (text[place], ","):
            continue
        changed = text[:place] + char + text[place + 1 :]
        other = (
            replace(request, body=changed.encode())
            if name == "body"
            else with_header(request, name, changed)
        )
        with pytest.raises(GatewayError):
            checker.verify(other, now_ms)


def test_day_keys_are_bounded() -> None:
    """The cache of day keys does not grow with the secrets that were tried."""
    checker = verifier()
    scope = Scope(date="20260101", region="us-east-1", service="cognito-idp")

    for number in range(1_000):
        checker._day_key(str(number), scope)

    assert len(checker._day_keys) <= 256
