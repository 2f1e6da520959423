"""The operator's file of hashes: found is what is in it, and nothing else; bad ones are told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from adapters.security.compromised import BadList, HashFile, NoList
from domain.model.identifiers import Secret

WORDS = [f"password-{number}" for number in range(300)]


def digest(word: str) -> str:
    """The hash of a password as the list has it."""
    return hashlib.sha1(word.encode()).hexdigest().upper()


def listed(path: Path, words: list[str], form: str = "{}:{}", end: str = "\n") -> HashFile:
    """Write a file in one of the forms that are handed out."""
    hashes = sorted(digest(word) for word in words)
    lines = [form.format(each, 7**number % 10**9) for number, each in enumerate(hashes)]
    path.write_bytes((end.join(lines) + end).encode())
    return HashFile(path)


@pytest.mark.parametrize("form", ["{}:{}", "{}"], ids=["with counts", "hashes alone"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_is_listed_is_found(tmp_path: Path, form: str, end: str) -> None:
    """Every line of the file, the first and the last too, and no password beside them."""
    found = listed(tmp_path / "hashes", WORDS, form, end)
    found.examine()

    assert all(found.contains(Secret(word)) for word in WORDS)
    assert not any(found.contains(Secret(f"other-{number}")) for number in range(300))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_files_are_searched(tmp_path: Path, count: int) -> None:
    """A file of a line or two has no middle to be lost in."""
    found = listed(tmp_path / "hashes", WORDS[:count])

    assert [found.contains(Secret(word)) for word in WORDS[:4]] == [
        number < count for number in range(4)
    ]


def test_the_last_line_may_have_no_end(tmp_path: Path) -> None:
    """As the downloader leaves it."""
    found = listed(tmp_path / "hashes", WORDS)
    text = (tmp_path / "hashes").read_bytes()
    (tmp_path / "hashes").write_bytes(text.rstrip(b"\n"))
    found.examine()

    assert all(found.contains(Secret(word)) for word in WORDS)


def test_small_letters_are_hexadecimal_too(tmp_path: Path) -> None:
    """As sha1sum writes them."""
    found = listed(tmp_path / "hashes", WORDS)
    (tmp_path / "hashes").write_bytes((tmp_path / "hashes").read_bytes().lower())

    assert found.contains(Secret(WORDS[0]))
    assert not found.contains(Secret("other"))


def test_another_file_takes_its_place(tmp_path: Path) -> None:
    """Renamed to its name it counts from then on, without a start."""
    found = listed(tmp_path / "hashes", ["old"])
    listed(tmp_path / "new", ["new"])
    (tmp_path / "new").rename(tmp_path / "hashes")

    assert found.contains(Secret("new"))
    assert not found.contains(Secret("old"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"password1\nsecret\n", "it has a line that is no hash"),
        (b"A" * 5_000, "it has a line that is no hash"),
        (f"{'F' * 40}:1\n{'0' * 40}:1\n".encode() * 50, "its lines are not sorted by hash"),
    ],
    ids=["empty", "passwords in clear", "one long line", "not sorted"],
)
def test_a_file_that_is_no_list_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    """Before it is relied on, in words for the operator."""
    (tmp_path / "hashes").write_bytes(content)

    with pytest.raises(BadList, match=reason):
        HashFile(tmp_path / "hashes").examine()


@pytest.mark.parametrize("content", [b"A" * 5_000, b"nonsense\n" * 1_000])
def test_what_cannot_be_searched_is_not_a_no(tmp_path: Path, content: bytes) -> None:
    """A file that broke after the start fails who asks it."""
    (tmp_path / "hashes").write_bytes(content)

    with pytest.raises(BadList):
        HashFile(tmp_path / "hashes").contains(Secret("password"))


def test_a_file_that_is_gone_is_not_a_no(tmp_path: Path) -> None:
    """Who cannot look must not say that nothing is known."""
    with pytest.raises(FileNotFoundError):
        HashFile(tmp_path / "hashes").contains(Secret("password"))


def test_without_a_list_nothing_is_known() -> None:
    """Nobody is refused for what the operator never named."""
    assert not NoList().contains(Secret("password"))
