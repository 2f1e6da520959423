"""Patterns of ARNs that the triggers file has: those that no function of a pool can have."""

from __future__ import annotations

from typing import Final

ARN_PARTS: Final = 6
_PREFIX, _REGION = 0, 3


def pattern_fault(pattern: str, region: str) -> str | None:
    """Return why a pattern can never fit, or None: pools name ARNs, of the server's region."""
    head, star, _ = pattern.partition("*")
    parts = head.split(":")
    if not _may_be(parts, _PREFIX, "arn", star) or not (star or len(parts) >= ARN_PARTS):
        return "arn: not an ARN, nor a pattern of one"
    if not _may_be(parts, _REGION, region, star) and parts[_REGION]:
        return f"arn: pools name functions of the region {region} (COGNATE_REGION) alone"
    return None


def _may_be(parts: list[str], place: int, wanted: str, star: str) -> bool:
    """Whether the part at a place is what is wanted, or a star may still make it so."""
    if star and place == len(parts) - 1:
        return wanted.startswith(parts[place])
    return place >= len(parts) or parts[place] == wanted
