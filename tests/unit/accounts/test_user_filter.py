"""The language of filters, against a second reading of it that goes character by character."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.accounts.user_filter import parsed
from domain.errors import InvalidParameterException
from domain.model.search import Search, Searched, compared

BLANK = " \t\n\r\f\v"
REFUSED = "Error while parsing filter"


class Unreadable(Exception):
    """The second reading finds no filter."""


class Reading:
    """Reads a filter from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def filter(self) -> tuple[str, bool, str]:
        """Attribute, whether the operator is `^=`, and value."""
        self.blank()
        name = self.quoted_name() if self.next() == '"' else self.bare_name()
        self.blank()
        is_prefix = self.next() == "^"
        if is_prefix:
            self.at += 1
        self.expect("=")
        self.blank()
        value = self.value()
        self.blank()
        if self.at != len(self.text):
            raise Unreadable
        return name, is_prefix, value

    def next(self) -> str:
        """The next character, "" at the end."""
        return self.text[self.at : self.at + 1]

    def expect(self, character: str) -> None:
        """Pass over one character that must come."""
        if self.next() != character:
            raise Unreadable
        self.at += 1

    def blank(self) -> None:
        """Pass over blanks."""
        while self.next() and self.next() in BLANK:
            self.at += 1

    def bare_name(self) -> str:
        """A name without quotes."""
        start = self.at
        while self.next() and self.next() not in f'{BLANK}"=^':
            self.at += 1
        if start == self.at:
            raise Unreadable
        return self.text[start : self.at]

    def quoted_name(self) -> str:
        """A name in quotes."""
        self.expect('"')
        end = self.text.find('"', self.at)
        if end <= self.at:
            raise Unreadable
        name, self.at = self.text[self.at : end], end + 1
        return name

    def value(self) -> str:
        """A value in quotes."""
        self.expect('"')
        read = ""
        while self.next() != '"':
            if self.next() == "":
                raise Unreadable
            if self.next() == "\\" and self.text[self.at + 1 : self.at + 2] in {'"', "\\"}:
                self.at += 1
            read += self.next()
            self.at += 1
        self.at += 1
        return read


def reference(text: str) -> Search | str | None:
    """What a filter searches for, or the text of its refusal."""
    if not text.strip():
        return None
    try:
        name, is_prefix, value = Reading(text).filter()
    except Unreadable:
        return REFUSED
    if name not in {each.value for each in Searched}:
        return f"Invalid search attribute: {name}"
    attribute = Searched(name)
    return Search(attribute=attribute, value=compared(attribute, value), is_prefix=is_prefix)


def read(text: str) -> Search | str | None:
    """The same from the parser."""
    try:
        return parsed(text)
    except InvalidParameterException as refused:
        return str(refused)


PIECES = st.sampled_from(
    [*'"\\^= \t\na', *Searched, "custom:a", '\\"', "\\\\", "^=", " = ", '"x"', "é", "\0", "\u00a0"]
)
filters = st.lists(PIECES, max_size=9).map("".join)
blanks = st.text(BLANK, max_size=2)


@given(filters)
@example('email = "a\\"')
@example('email = "a\\\\"')
@example('email ^= "a" ')
@example('email ="')
@example('"" = "x"')
def test_the_parser_reads_what_the_second_reading_does(text: str) -> None:
    """Whatever is put together of the signs of the language means the same to both."""
    assert read(text) == reference(text)


@given(st.text('\\"a= ', max_size=12))
def test_what_stands_in_quotes_is_read_as_the_second_reading_does(text: str) -> None:
    """Quotes and backslashes in any number and order."""
    assert read(f'name = "{text}"') == reference(f'name = "{text}"')


@given(st.text(max_size=256))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text does anything but to be read or to be refused by one of the two sentences."""
    assert read(text) == reference(text)


@given(st.sampled_from(Searched), st.booleans(), st.booleans(), st.text(), st.tuples(*[blanks] * 4))
def test_what_is_written_is_read_back(
    attribute: Searched,
    is_prefix: bool,
    is_quoted: bool,
    value: str,
    blank: tuple[str, str, str, str],
) -> None:
    """Any value is found by its filter: quotes and backslashes escaped, blanks where one likes."""
    name = f'"{attribute}"' if is_quoted else attribute.value
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    operator = "^=" if is_prefix else "="

    search = parsed(f'{blank[0]}{name}{blank[1]}{operator}{blank[2]}"{escaped}"{blank[3]}')

    expected = compared(attribute, value)
    assert search == Search(attribute=attribute, value=expected, is_prefix=is_prefix)


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_a_blank_filter_finds_everybody(text: str) -> None:
    """Nothing that is asked for is no filter."""
    assert parsed(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "email",
        "email =",
        "email = x",
        "email = 'x'",
        'email == "x"',
        'email ^ = "x"',
        'email != "x"',
        'email = "x" and name = "y"',
        'email = "x" "y"',
        'email = "x',
        '= "x"',
        '"email = "x"',
        'given name = "x"',
        'email = "a"b"',
    ],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    """One attribute, one of two operators and one value in quotes, and nothing else."""
    assert read(text) == REFUSED


@pytest.mark.parametrize("name", ["custom:role", "address", "Email", "identities", "enabled"])
def test_an_attribute_that_is_not_searched_is_refused(name: str) -> None:
    """Ten are searched, by their exact names; the answer tells which one was meant."""
    assert read(f'{name} = "x"') == f"Invalid search attribute: {name}"


def test_a_long_refusal_is_quick() -> None:
    """A filter that fails at its end is tried once, not over and over."""
    assert read("email = " + '"\\' * 50_000) == REFUSED
    assert read(" " * 50_000 + "x") == REFUSED


@given(st.text(), st.text())
def test_a_beginning_stays_one_in_the_form_that_is_compared(before: str, after: str) -> None:
    """Folding and cutting take nothing from the beginning of a value."""
    for attribute in Searched:
        whole, beginning = compared(attribute, before + after), compared(attribute, before)
        assert whole.startswith(beginning)
        assert "\0" not in whole


def test_a_very_long_value_is_cut_between_characters() -> None:
    """What is compared has 1,024 bytes at most, and no half character."""
    assert compared(Searched.NAME, "x" + "\U0001f600" * 600) == "x" + "\U0001f600" * 255
    assert compared(Searched.USERNAME, "é" * 600) == "é" * 512
