"""The text that is signed, and signatures that travel in the query."""

from __future__ import annotations

import pytest

from adapters.api.sigv4 import is_presigned
from adapters.sigv4.form import Scope, SignedRequest, canonical_path, string_to_sign


def test_example_of_the_documentation() -> None:
    """The GET example of the signing guide, as an independent vector of the string to sign."""
    request = SignedRequest(
        method="GET",
        path="/",
        query="Action=ListUsers&Version=2010-05-08",
        headers=[
            ("host", "iam.amazonaws.com"),
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("x-amz-date", "20150830T123600Z"),
        ],
        body=b"",
    )
    scope = Scope(date="20150830", region="us-east-1", service="iam")
    signed_headers = ("content-type", "host", "x-amz-date")

    assert string_to_sign(request, scope, signed_headers, "20150830T123600Z") == (
        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", False),
        ("a=b", False),
        ("X-Amz-Signature=1", True),
        ("a=b&x-amz-credential=1", True),
        ("X%2DAmz%2DAlgorithm=AWS4-HMAC-SHA256", True),
    ],
)
def test_presigned_urls_are_recognised(query: str, *, expected: bool) -> None:
    """A signature in the query is seen however it is spelt (SEC-29)."""
    assert is_presigned(query) is expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("/", "/"),
        ("", "/"),
        ("/api", "/api"),
        ("/api/", "/api/"),
        ("//a/./b/../c", "/a/c"),
        ("/a%20b", "/a%2520b"),
    ],
)
def test_paths_are_normalised_and_encoded_again(received: str, expected: str) -> None:
    """The path is signed in the form of every service but S3."""
    assert canonical_path(received) == expected
