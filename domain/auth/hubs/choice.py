"""CHOICE: a choice-based sign-in begins by what its client prefers or chose, if that is offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.auth.first_factors import offered
from domain.auth.guards import credit_leads_on, has_begun
from domain.auth.step import Hub, Kit, Progress
from domain.model.attempt import State


def _enter(progress: Progress, kit: Kit) -> Progress:
    """Tell what can be chosen, and drop a choice of anything else."""
    if has_begun(progress):
        return progress
    available = offered(progress, kit)
    choice = progress.choice if progress.choice in available else None
    if choice is None and credit_leads_on(progress):
        return replace(progress, choice=None)
    return replace(progress, available=available, choice=choice)


CHOICE: Final = Hub(state=State.CHOICE, enter=_enter)
