"""Lines of files, whatever is in them, and wherever reading begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports import lines
from domain.imports.lines import LINE_MAX, PIECE_BYTES, BadLine, Line, Lines, cells_of


def _read(content: bytes, position: int = 0) -> list[Line]:
    def piece(number: int) -> bytes:
        return content[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]

    read, found = Lines(piece, position, len(content)), []
    while (line := read.next()) is not None:
        found.append(line)
    return found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"a", [b"a"]),
        (b"a\n", [b"a"]),
        (b"a\nb", [b"a", b"b"]),
        (b"\n\na\r\n", [b"", b"", b"a\r"]),
        (b'"a\nb\n', [b'"a', b"b"]),
    ],
)
def test_a_line_ends_with_a_line_feed_alone(content: bytes, expected: list[bytes]) -> None:
    """Blank lines are lines, the last needs no end, and no quotation mark keeps a line open."""
    assert [line.content for line in _read(content)] == expected


def test_reading_goes_on_where_a_line_begins() -> None:
    """From the end of every line the rest is read as it was from the beginning."""
    content = b"".join(b"%d,%b\n" % (number, b"x" * (37 * number % 9_000)) for number in range(300))
    assert len(content) > 3 * PIECE_BYTES
    whole = _read(content)

    for at, line in enumerate(whole):
        assert _read(content, line.end) == whole[at + 1 :]
    assert [line.content for line in whole] == content.split(b"\n")[:-1]


@given(content=st.binary(max_size=60).map(lambda drawn: drawn.replace(b"0", b"\n")))
def test_lines_are_what_splitting_gives(content: bytes) -> None:
    """Whatever is in a file, and wherever its pieces end, its lines are those of the whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "PIECE_BYTES", 8)
        read = Lines(lambda number: content[8 * number : 8 * number + 8], 0, len(content))
        found = []
        while (line := read.next()) is not None:
            found.append(line)

    expected = content.removesuffix(b"\n").split(b"\n") if content else []
    assert [line.content for line in found] == expected
    assert [content[line.end - 1 : line.end] for line in found[:-1]] == [b"\n"] * (len(found) - 1)


@given(content=st.binary(max_size=200))
def test_a_line_is_cells_or_bad(content: bytes) -> None:
    """Whatever is in a line, it has cells that are text without its commas, or is refused."""
    try:
        cells = cells_of(content.replace(b"\n", b""))
    except BadLine:
        return
    assert all(cell == cell.strip() for cell in cells)


@pytest.mark.parametrize("behind", [b"", b"\nafter\n"])
def test_a_line_without_end_is_passed_over(behind: bytes) -> None:
    """A line of many pieces is told as too long, and what comes behind it is read."""
    found = _read(b"before\n" + b"x," * (2 * PIECE_BYTES) + behind)

    contents = [line.content for line in found]
    assert contents == [b"before", None, *([b"after"] if behind else [])]
    assert found[-1].end == len(b"before\n" + b"x," * (2 * PIECE_BYTES) + behind)


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"a,b,c", ("a", "b", "c")),
        (b" a ,\tb, ", ("a", "b", "")),
        (rb"Smith\, Ann,b", ("Smith, Ann", "b")),
        (rb"C:\dir,a\\,b", (r"C:\dir", r"a\,b")),
        (b"a,b\r", ("a", "b")),
        ('"a,ü'.encode(), ('"a', "ü")),
        (b"=1+1,@x,-2,+3", ("=1+1", "@x", "-2", "+3")),
        (b" \t ", ()),
        (b"", ()),
    ],
)
def test_a_line_is_split_at_its_commas(content: bytes, cells: tuple[str, ...]) -> None:
    """Values are trimmed; a comma behind a backslash is data, and so is everything else."""
    assert cells_of(content) == cells


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "longer than 16000 characters"),
        (b"x" * (LINE_MAX + 1), "longer than 16000 characters"),
        (b"a\xff", "not encoded in UTF-8"),
        (b"\xff\xfea\x00,\x00", "not encoded in UTF-8"),
        (b"\xed\xa0\x80", "not encoded in UTF-8"),
        (b"a\x00b", "control characters"),
        (b"a\x1b[2Jb", "control characters"),
        (b"a\rb", "control characters"),
    ],
)
def test_a_bad_line_is_refused(content: bytes | None, reason: str) -> None:
    """Lines that are too long, in another encoding or with control characters are no rows."""
    with pytest.raises(BadLine, match=reason):
        cells_of(content)


def test_the_longest_line_is_taken() -> None:
    """Characters are counted, not bytes."""
    assert cells_of(("ü" * LINE_MAX).encode()) == ("ü" * LINE_MAX,)
