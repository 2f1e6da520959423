"""The one error of the bench."""

from __future__ import annotations


class BenchFailure(Exception):
    """Something that may not happen while measuring did; the text says what."""
