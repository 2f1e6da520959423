"""Rotation: what the use of a refresh token means when each use replaces it (ruling 14).

Only the newest token of a family lives. One that was rotated out is taken again while its grace
period runs, for a client that never got the answer; every such repetition makes another child, and
again only the newest lives. Any other use of a token that was rotated out shows that two have it,
of whom one may have stolen it (RFC 9700, 4.14.2).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from domain.model.token import Grace, TokenFamily
from domain.tokens.refresh_token import RefreshToken

GRACES_MAX: Final = 16
"""How many grace periods of one family run at once; of more the oldest end early."""


class Use(StrEnum):
    """What the use of a token means that its family was given once."""

    NEWEST = "newest"
    REPEATED = "repeated"
    """It was rotated out, and its grace period still runs."""
    OUTRUN = "outrun"
    """Its parent was used again, so that a younger child lives; a client that got both answers in
    the wrong order does this, as long as the parent's grace period runs."""
    STOLEN = "stolen"
    """Nobody honest has it any more."""


def use_of(family: TokenFamily, token: RefreshToken, now_ms: int) -> Use:
    """Return what it means that a token which the family was given is used now."""
    if token.generation == family.generation:
        return Use.NEWEST
    running = {each.generation for each in _running(family, now_ms)}
    if token.generation in running:
        return Use.REPEATED
    return Use.OUTRUN if token.parent in running else Use.STOLEN


def graces_after(
    family: TokenFamily, token: RefreshToken, now_ms: int, grace_period_s: int
) -> tuple[Grace, ...]:
    """Return the grace periods that run once the token is rotated out.

    That of a token which is used again began at its first use, and is not prolonged.
    """
    running = _running(family, now_ms)
    if token.generation == family.generation and grace_period_s:
        running = (*running, Grace(token.generation, now_ms + grace_period_s * 1000))
    return running[-GRACES_MAX:]


def _running(family: TokenFamily, now_ms: int) -> tuple[Grace, ...]:
    graces = family.newest.graces if family.newest is not None else ()
    return tuple(each for each in graces if now_ms < each.until_ms)
