"""Time-based one-time passwords: the vectors of RFC 6238, and what is around them."""

from __future__ import annotations

import re

import pyotp
import pytest

from domain.crypto.totp import SECRET_BYTES, STEP_MS, matching_step, to_text

RFC_SECRET = b"12345678901234567890"
RFC_VECTORS = [
    (59, "94287082"),
    (1_111_111_109, "07081804"),
    (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"),
    (20_000_000_000, "65353130"),
]
"""Appendix B: seconds, and the code of eight digits, of which the last six are ours."""

SECRET = bytes(range(SECRET_BYTES))
NOW_MS = 1_767_258_000_000
STEP = NOW_MS // STEP_MS


def code_of(step: int, secret: bytes = SECRET) -> str:
    """The code that an application shows in a step."""
    return pyotp.HOTP(to_text(secret)).at(step)


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    """SHA-1, thirty seconds, six digits, leading zeros kept."""
    assert matching_step(RFC_SECRET, code[2:], seconds * 1000) == seconds * 1000 // STEP_MS


@pytest.mark.parametrize(
    ("away", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
@pytest.mark.parametrize("within_ms", [0, STEP_MS - 1])
def test_one_step_either_way_is_accepted(away: int, is_right: bool, within_ms: int) -> None:
    """A code is right in its own step, in the one before and in the one after."""
    found = matching_step(SECRET, code_of(STEP + away), NOW_MS + within_ms)

    assert found == (STEP + away if is_right else None)


def test_leading_zeros_count() -> None:
    """A code that begins with zeros is not right without them."""
    step = next(step for step in range(STEP, STEP + 1_000) if code_of(step).startswith("0"))

    assert matching_step(SECRET, code_of(step), step * STEP_MS) == step
    assert matching_step(SECRET, code_of(step).lstrip("0"), step * STEP_MS) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda code: "".join(chr(ord(digit) - ord("0") + ord("\uff10")) for digit in code),
        lambda code: "".join(chr(ord(digit) - ord("0") + ord("\u0660")) for digit in code),
        lambda code: f" {code}",
        lambda code: f"{code}\n",
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"{code}0",
        lambda code: code[:5],
        lambda _code: "",
    ],
    ids=["full-width", "arabic", "blank", "line", "grouped", "long", "short", "empty"],
)
def test_only_six_plain_digits_are_a_code(change: object) -> None:
    """Digits of other scripts, blanks and other lengths are wrong (SEC-21)."""
    assert callable(change)
    assert matching_step(SECRET, code_of(STEP), NOW_MS) == STEP
    assert matching_step(SECRET, change(code_of(STEP)), NOW_MS) is None


def test_a_clock_that_was_moved_back_still_tells_the_step() -> None:
    """A code counts as that of its own step, so that one used before is known again."""
    assert matching_step(SECRET, code_of(STEP), NOW_MS - STEP_MS) == STEP


def test_another_secret_is_wrong() -> None:
    """A code is that of its secret alone."""
    assert matching_step(SECRET[::-1], code_of(STEP), NOW_MS) is None


def test_a_secret_is_shown_as_applications_read_it() -> None:
    """Fifty-two characters of base32, without padding."""
    assert re.fullmatch(r"[A-Z2-7]{52}", to_text(SECRET))
    assert pyotp.TOTP(to_text(SECRET)).at(NOW_MS // 1000) == code_of(STEP)
