"""Rehearsals of triggers: a whole Cognate in memory, in which one function of a pool is real.

The events are those of the service itself, and so is what comes of the answers: nothing is built
or judged here. Not here: how it is shown (`app.cli.trigger`).
"""

from app.rehearsal.cast import SILENCE
from app.rehearsal.performance import NOT_HANDED_OVER, Verdict, perform
from app.rehearsal.scenes import SCENES

TRIGGERS = tuple(SCENES)

__all__ = ["NOT_HANDED_OVER", "SILENCE", "TRIGGERS", "Verdict", "perform"]
