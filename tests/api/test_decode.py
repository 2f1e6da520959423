"""The decoder: what is refused before anything looks at it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.api.wire.decode import DEPTH_MAX, VALUES_MAX, decode
from domain.errors import SerializationException
from tests.api.cost import cpu_s

NESTED = b'{"a":' * (DEPTH_MAX - 1)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="H02 nesting bomb"),
        pytest.param(b'{"a":{"b":1,"b":2}}', id="H06 duplicate keys"),
        pytest.param(b'{"a":1,"\\u0061":2}', id="H06 duplicate keys, one escaped"),
        pytest.param(b'{"ClientId":"\xff\xfe"}', id="H09 invalid UTF-8"),
        pytest.param(b'{"a":"\xed\xa0\x80"}', id="H09 surrogate as UTF-8"),
        pytest.param(b'{"a":"\xc0\x80"}', id="H09 overlong NUL"),
        pytest.param(b'["ClientId"]', id="H10 top level array"),
        pytest.param(b'"text"', id="H10 top level string"),
        pytest.param(b"null", id="H10 top level null"),
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="unclosed"),
        pytest.param(b'{"a":"b', id="unclosed string"),
        pytest.param(b"{}{}", id="two values"),
        pytest.param(b"{'a':1}", id="single quotes"),
        pytest.param(b'{"a":1,}', id="trailing comma"),
        pytest.param(b'{"a":NaN}', id="NaN"),
        pytest.param(b'{"a":-Infinity}', id="Infinity"),
        pytest.param(b'{"a":1e999}', id="float beyond range"),
        pytest.param(b'{"a":9223372036854775809}', id="integer beyond 2^63"),
        pytest.param(b'{"a":' + b"9" * 100_000 + b"}", id="integer of 100 000 digits"),
        pytest.param(b'{"a":"\\ud800"}', id="lone surrogate"),
        pytest.param(b'{"\\udc00":1}', id="lone surrogate in a key"),
        pytest.param(b'{"a":"\x00"}', id="raw NUL"),
        pytest.param(b'{"a":"\n"}', id="raw line break in a string"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
        pytest.param('{"a":1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(NESTED + b"[1]" + b"}" * (DEPTH_MAX - 1) + b"x", id="rubbish after"),
        pytest.param(NESTED + b"[[1]]" + b"}" * (DEPTH_MAX - 1), id="33 levels"),
        pytest.param(b'{"a":[' + b"1," * VALUES_MAX + b"1]}", id="10 001 values"),
        pytest.param(b'{"a":[' + b"[]," * VALUES_MAX + b"[]]}", id="10 001 arrays"),
    ],
)
def test_refused(body: bytes) -> None:
    """What is not one sound JSON object of bounded size is a SerializationException."""

    def attempt() -> None:
        with pytest.raises(SerializationException):
            decode(body)

    assert cpu_s(attempt) < 0.05


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{}", {}),
        (b' \n{"a" : [1, -2.5, true, null, "x"]}\t', {"a": [1, -2.5, True, None, "x"]}),
        (b'{"a":9223372036854775808}', {"a": 2**63}),
        (b'{"a":"\\ud83d\\ude00\\u0000"}', {"a": "😀\0"}),
        ('{"ä":"😀"}'.encode(), {"ä": "😀"}),
        (b'{"a":"' + b'{[,\\"' * 5_000 + b'"}', {"a": '{[,"' * 5_000}),
        (b'{"a":{"x":1},"b":{"x":1}}', {"a": {"x": 1}, "b": {"x": 1}}),
    ],
)
def test_taken(body: bytes, expected: object) -> None:
    """Sound JSON is taken; brackets and commas in strings do not count as levels or values."""
    assert decode(body) == expected


def test_thirty_two_levels_are_taken() -> None:
    """The deepest allowed nesting is read."""
    assert decode(NESTED + b"[1]" + b"}" * (DEPTH_MAX - 1))


@pytest.mark.parametrize("piece", [b'\\"', b'"', b"\\", b'{"', b'"{', b",", b'":', b"\\u0000"])
def test_no_megabyte_is_slow(piece: bytes) -> None:
    """A body at the size limit is taken or refused in less than 50 ms of processor time."""
    body = b'{"a":"' + piece * (1_000_000 // len(piece))

    def attempt() -> None:
        with pytest.raises(SerializationException):
            decode(body)

    assert cpu_s(attempt) < 0.05


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
OBJECTS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | TEXTS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=10,
    ),
)


@settings(deadline=None)
@given(value=OBJECTS, ascii_only=st.booleans())
def test_reads_what_others_write(value: dict[str, Any], *, ascii_only: bool) -> None:
    """Every object that another program writes as JSON is read as it was."""
    assert decode(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(body: bytes) -> None:
    """Any bytes are read as an object or refused."""
    try:
        assert isinstance(decode(body), dict)
    except SerializationException as error:
        assert error.text  # noqa: PT017
