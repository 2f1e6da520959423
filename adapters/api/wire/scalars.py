"""Checks of strings, enumerations, numbers, booleans, binary data and documents."""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from typing import Final

from adapters.api.wire.checks import NO_NUL, Scalar, lengths, wrong_type
from adapters.api.wire.patterns import matcher
from adapters.api.wire.rules import Blob, Num, Text
from domain.errors import SerializationException

# Our own maximum, where the model has none (ruling 36).
TEXT_MAX: Final = 16_384
# Every integer of a request is of 32 bits in the model.
_INTEGERS: Final = range(-(2**31), 2**31)


class TextCheck(Scalar):
    """A string: length in code points, pattern, and no NUL, which PostgreSQL cannot store."""

    def __init__(self, rule: Text, *, hidden: bool) -> None:
        self.hidden = hidden
        self._low = rule.min
        self._high = TEXT_MAX if rule.max is None else rule.max
        self._matches = None if rule.pattern is None else matcher(rule.pattern)
        too_long, too_short = lengths(self._low, self._high)
        pattern = f"Member must satisfy regular expression pattern: {rule.pattern}"
        self.constraints = (too_long, too_short, *([pattern] if rule.pattern else []))

    def take(self, value: object) -> str:
        """Return the string."""
        if type(value) is not str:
            raise wrong_type(value, "a String")
        return value

    def violated(self, value: object) -> Sequence[str]:
        """Return what the string breaks: length, then pattern."""
        text = self.take(value)
        matches = self._matches is None or self._matches(text)
        if matches and self._low <= len(text) <= self._high and "\x00" not in text:
            return ()
        broken = [self.constraints[0]] if len(text) > self._high else []
        broken += [self.constraints[1]] if len(text) < self._low else []
        broken += [] if matches else [self.constraints[2]]
        return broken + ([NO_NUL] if "\x00" in text else [])


class ChoiceCheck(Scalar):
    """An enumeration, printed in the order of `printed`."""

    def __init__(self, values: Sequence[str], printed: Sequence[str], *, hidden: bool) -> None:
        self.hidden = hidden
        self._values = frozenset(values)
        self.constraints = (f"Member must satisfy enum value set: [{', '.join(printed)}]",)

    def take(self, value: object) -> str:
        """Return the string."""
        if type(value) is not str:
            raise wrong_type(value, "a String")
        return value

    def violated(self, value: object) -> Sequence[str]:
        """Return the constraint if the value is none of the set."""
        return () if value in self._values else self.constraints


class NumberCheck(Scalar):
    """An integer."""

    def __init__(self, rule: Num, *, hidden: bool) -> None:
        self.hidden = hidden
        self._low, self._high = rule.min, rule.max

    def take(self, value: object) -> int:
        """Return the integer; true, false, fractions and more than 32 bits are not integers."""
        if type(value) is not int or value not in _INTEGERS:
            raise wrong_type(value, "an Integer")
        return value

    def violated(self, value: object) -> Sequence[str]:
        """Return the bound which the number passes."""
        number = self.take(value)
        if self._high is not None and number > self._high:
            return (f"Member must have value less than or equal to {self._high}",)
        if self._low is not None and number < self._low:
            return (f"Member must have value greater than or equal to {self._low}",)
        return ()


class FlagCheck(Scalar):
    """A boolean."""

    def take(self, value: object) -> bool:
        """Return the boolean."""
        if type(value) is not bool:
            raise wrong_type(value, "a Boolean")
        return value

    def violated(self, value: object) -> Sequence[str]:  # noqa: ARG002 - nothing constrains it
        """Return nothing: both booleans are fine."""
        return ()


class BlobCheck(Scalar):
    """Binary data in base64; the operation gets the bytes."""

    def __init__(self, rule: Blob) -> None:
        self._low = rule.min
        self._high = rule.max
        self.constraints = lengths(rule.min, rule.max or 0)

    def take(self, value: object) -> bytes:
        """Return the bytes."""
        if type(value) is not str:
            raise wrong_type(value, "a Blob")
        try:
            return binascii.a2b_base64(value, strict_mode=True)
        except ValueError as error:
            raise SerializationException("A member is not base64.") from error

    def violated(self, value: object) -> Sequence[str]:
        """Return the bound which the length passes."""
        size = len(value) if isinstance(value, bytes) else 0
        if self._high is not None and size > self._high:
            return self.constraints[:1]
        return self.constraints[1:] if size < self._low else ()


class DocumentCheck(Scalar):
    """Any JSON object, bounded by the limits of `decode` alone."""

    constraints = (NO_NUL,)

    def take(self, value: object) -> dict[str, object]:
        """Return the object."""
        if type(value) is not dict:
            raise wrong_type(value, "a Document")
        return value

    def violated(self, value: object) -> Sequence[str]:
        """Refuse NUL in any key or string of the document."""
        waiting = [value]
        while waiting:
            match waiting.pop():
                case str(text) if "\x00" in text:
                    return self.constraints
                case dict(entries):
                    waiting += [*entries, *entries.values()]
                case list(items):
                    waiting += items
        return ()
