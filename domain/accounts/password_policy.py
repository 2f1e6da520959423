"""The password policy of a pool: what a new password lacks, and how to make one that lacks nothing.

Not here: whether the password was used before (password_history), how it is kept (new_password).
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Final

from domain import texts
from domain.model.identifiers import Secret
from domain.model.pool import PasswordPolicy
from domain.ports.entropy import Entropy

LONGEST: Final = 256
"""Characters of a password, by the service model."""

SYMBOLS: Final = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"
"""What counts as a symbol (users-and-pools.md 8); letters of other alphabets are nothing at all."""

_GENERATED_MIN: Final = 8
_GENERATED_SYMBOLS: Final = "!@#$%^*()-_=+?"
"""Symbols of generated passwords: none that HTML, CSV or a shell's quotes would change."""

_GENERATED_CLASSES: Final = (
    string.ascii_lowercase,
    string.ascii_uppercase,
    string.digits,
    _GENERATED_SYMBOLS,
)


def lack(policy: PasswordPolicy, password: Secret[str]) -> str | None:
    """Return the first rule that the password breaks, in Cognito's words, or None."""
    text = password.reveal()
    return next((reason for broken, reason in _rules(policy, text) if broken), None)


def has_blanks(password: Secret[str]) -> bool:
    """Whether the password holds white space, which no operation takes in one."""
    return not _has_none(password.reveal(), string.whitespace)


def generate(policy: PasswordPolicy, entropy: Entropy) -> Secret[str]:
    """Return a random password of at least 8 characters with all four classes.

    One character of each class, the rest from all of them, in random order.
    """
    length = max(_GENERATED_MIN, policy.minimum_length)
    everything = "".join(_GENERATED_CLASSES)
    pools = [*_GENERATED_CLASSES, *[everything] * (length - len(_GENERATED_CLASSES))]
    letters = [pool[entropy.below(len(pool))] for pool in pools]
    for last in range(length - 1, 0, -1):
        other = entropy.below(last + 1)
        letters[last], letters[other] = letters[other], letters[last]
    return Secret("".join(letters))


def _rules(policy: PasswordPolicy, text: str) -> Iterator[tuple[bool, str]]:
    yield len(text) < policy.minimum_length, texts.PASSWORD_TOO_SHORT
    yield (
        policy.require_lowercase and _has_none(text, string.ascii_lowercase),
        texts.PASSWORD_NEEDS_LOWERCASE,
    )
    yield (
        policy.require_uppercase and _has_none(text, string.ascii_uppercase),
        texts.PASSWORD_NEEDS_UPPERCASE,
    )
    yield policy.require_numbers and _has_none(text, string.digits), texts.PASSWORD_NEEDS_NUMBER
    yield policy.require_symbols and _has_none(text, SYMBOLS), texts.PASSWORD_NEEDS_SYMBOL


def _has_none(text: str, characters: str) -> bool:
    return set(text).isdisjoint(characters)
