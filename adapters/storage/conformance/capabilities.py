"""What a backend says it can do beyond the ports; decides which parts of the suite run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """A backend without one of these says so in its own documentation.

    `parallel_writers`: several threads may open writing units at once (whether they then take turns
    or not). `survives_restart`: what was committed is there when the store is opened again.
    `shared`: stores opened twice on one place, as two processes would, see each other's commits.
    The last two need the fixture `reopen`.
    """

    parallel_writers: bool
    survives_restart: bool = False
    shared: bool = False
