"""The timestamp of a proof."""

from __future__ import annotations

import locale

import pytest

from domain.crypto.srp_timestamp import parse_timestamp
from tests.support.vectors import srp_vectors


@pytest.mark.parametrize(
    ("text", "expected_ms"),
    [
        ("Thu Jan 1 00:00:00 UTC 1970", 0),
        ("Tue Dec 9 05:07:03 UTC 2025", 1_765_256_823_000),
        ("Thu Feb 29 23:59:59 UTC 2024", 1_709_251_199_000),
    ],
)
def test_times(text: str, expected_ms: int) -> None:
    """The form of the reference clients is read to the second."""
    assert parse_timestamp(text) == expected_ms


@pytest.mark.parametrize("vector", srp_vectors()["proofs"], ids=lambda vector: vector["id"])
def test_times_of_vectors(vector: dict[str, str]) -> None:
    """Every timestamp that the reference clients wrote is read."""
    assert parse_timestamp(vector["timestamp"]) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tue Dec 09 05:07:03 UTC 2025",
        "Tue Dec  9 05:07:03 UTC 2025",
        "Tue Dec 9 5:07:03 UTC 2025",
        "Tue Dec 9 05:07:03 GMT 2025",
        "Tue Dec 9 05:07:03 UTC 25",
        "Tue Dec 9 05:07:03 UTC 2025 ",
        " Tue Dec 9 05:07:03 UTC 2025",
        "Tue Dec 9 05:07:03 UTC 2025\n",
        "Tue Dec 9 05:07:60 UTC 2025",
        "Tue Dec 9 24:00:00 UTC 2025",
        "Tue Dec 32 05:07:03 UTC 2025",
        "Wed Feb 29 05:07:03 UTC 2023",
        "Mon Dec 9 05:07:03 UTC 2025",
        "Thu Jan 1 00:00:00 UTC 0000",
        "tue dec 9 05:07:03 utc 2025",
        "Di Dez 9 05:07:03 UTC 2025",
        "Tue Dec ٩ 05:07:03 UTC 2025",
        "2025-12-09T05:07:03Z",
        "Tue Dec 9 05:07:03 UTC 2025" * 1_000,
    ],
)
def test_other_forms(text: str) -> None:
    """Any other form, and a day that does not exist, is refused."""
    assert parse_timestamp(text) is None


def test_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names are English whatever language the server's machine speaks."""

    def forbidden(*_: object) -> None:
        raise AssertionError("the locale was asked")

    monkeypatch.setattr(locale, "setlocale", forbidden)
    monkeypatch.setattr("_strptime._strptime", forbidden)

    assert parse_timestamp("Thu Jan 1 00:00:00 UTC 1970") == 0
