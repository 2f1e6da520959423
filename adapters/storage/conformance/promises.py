"""Ties a test to the sentence of a port that it checks, and prints the sentence when it fails."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

import pytest

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of the docstring of a port, or of one of its methods."""

    owner: Callable[..., object]
    sentence: str

    @property
    def is_kept_in_docstring(self) -> bool:
        """Whether the docstring still says so."""
        return self.sentence in " ".join((inspect.getdoc(self.owner) or "").split())

    def __str__(self) -> str:
        return f'{self.owner.__qualname__} promises: "{self.sentence}"'


def promises(
    owner: Callable[..., object], sentence: str
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Say which promise a test checks; its failure carries the sentence."""
    promise = Promise(owner, sentence)

    def decorate(test: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(test)
        def checked(*arguments: P.args, **named: P.kwargs) -> None:
            try:
                test(*arguments, **named)
            except pytest.skip.Exception:
                raise
            except BaseException as failure:
                failure.add_note(str(promise))
                raise

        checked.promise = promise  # type: ignore[attr-defined]  # read by promise_of
        return checked

    return decorate


def promise_of(test: Callable[..., object]) -> Promise | None:
    """Return the promise that a test checks, None if it has none."""
    promise = getattr(test, "promise", None)
    return promise if isinstance(promise, Promise) else None
