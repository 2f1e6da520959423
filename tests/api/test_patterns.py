"""The model's patterns: Java's meaning, and linear time on hostile strings."""

from __future__ import annotations

from typing import Annotated, get_args, get_origin

import pytest

from adapters.api.wire import model
from adapters.api.wire.patterns import matcher
from adapters.api.wire.rules import Text
from tests.api.cost import cpu_s

PATTERNS = sorted(
    {
        rule.pattern
        for alias in vars(model).values()
        if get_origin(alias) is Annotated
        for rule in get_args(alias)
        if isinstance(rule, Text) and rule.pattern
    }
)
TEMPLATE = next(p for p in PATTERNS if r"\{####\}" in p and r"\p{L}" in p)
LINK = next(p for p in PATTERNS if r"##\}" in p and r"\{##[" in p)
ADDRESS = next(p for p in PATTERNS if "]+@[" in p)
SMS = r".*\{####\}.*"


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    "piece",
    ["{####}", "{##x##}", "@", "a", "_", "a_", "-", "arn:", ":a", "##}", "{##", ".", "a@", "é"],
)
@pytest.mark.parametrize("tail", ["", "\x00", "\n"])
def test_no_pattern_is_slow(pattern: str, piece: str, tail: str) -> None:
    """Each pattern takes less than 50 ms for 20 000 characters made to backtrack (SEC-58)."""
    text = piece * (20_000 // len(piece)) + tail
    matches = matcher(pattern)

    assert cpu_s(lambda: matches(text)) < 0.05


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"[\w+]+", "abc_9+", True),
        (r"[\w+]+", "äbc", False),
        (r"[\S]+", "a\u00a0b", True),
        (r"[\S]+", "a\x0bb", False),
        (r"[\w\s+=,.@-]+", "a b\n", True),
        (r"[\w\s+=,.@-]+", "a\u2003b", False),
        (r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "äé名1€!", True),
        (r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "a b", False),
        (r"[0-9]+", "１２", False),  # noqa: RUF001 - full-width digits are the point
        (r"^[\w\- ]+$", "a\n", False),
        (SMS, "code {####}!", True),
        (SMS, "code {###}!", False),
        (SMS, "a\n{####}", False),
        (r"(?s).*", "a\nb", True),
        (TEMPLATE, "Your code is {####}.\nBye", True),
        (TEMPLATE, "Your code is {####}\x00", False),
        (TEMPLATE, "no code", False),
        (TEMPLATE, "{####}", True),
        (LINK, "Click {##here##}!", True),
        (LINK, "Click {##here!", False),
        (LINK, "Click ##}here{##", False),
        (LINK, "{##}", False),
        (LINK, "{####}", True),
        (ADDRESS, "a@b", True),
        (ADDRESS, "@b", False),
        (ADDRESS, "a@", False),
        (ADDRESS, "@@@", True),
        (ADDRESS, "a b@c", False),
        (r"[\w-]+_[0-9a-zA-Z]+", "us-east-1_Demo00001", True),
        (r"[\w-]+_[0-9a-zA-Z]+", "us-east-1_", False),
    ],
)
def test_meaning_of_patterns(pattern: str, text: str, *, expected: bool) -> None:
    """Patterns mean what they mean to Java, and match the whole text."""
    assert matcher(pattern)(text) is expected
