"""Members that a request must have although the model lets it leave them out."""

from __future__ import annotations

from collections.abc import Container

from domain.errors import InvalidParameterException


def missing(*paths: str) -> InvalidParameterException:
    """Return the error for members that are not there, in the words of every other validation."""
    items = [
        f"Value at '{path}' failed to satisfy constraint: Member must not be null" for path in paths
    ]
    noun = "error" if len(items) == 1 else "errors"
    return InvalidParameterException(f"{len(items)} validation {noun} detected: {'; '.join(items)}")


def require(request: Container[str], *names: str) -> None:
    """Refuse a request without all these members. Raises InvalidParameterException."""
    absent = [f"{name[0].lower()}{name[1:]}" for name in names if name not in request]
    if absent:
        raise missing(*absent)
