"""Functions that a test names, and what calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.triggers.hooks import Hooks, Occasion
from tests.support.accounts import Function, Functions
from tests.support.world import World


class Scene:
    """A pool with one function, which nothing calls but the test."""

    def __init__(self, trigger: str, answer: Function, **pool: Any) -> None:  # noqa: ANN401 - any field
        self.functions = Functions(**{trigger: answer})
        self.world = World(triggers=self.functions)
        self.pool = self.world.add_pool(triggers=self.functions.arns, **pool)
        ports = self.world.ports
        self.hooks = Hooks(ports.triggers, self.world.deployment, ports.callers)
        self.occasion = Occasion(pool=self.pool, client_id="client", username="ann")

    @property
    def event(self) -> Any:  # noqa: ANN401 - any JSON
        """The one event."""
        (event,) = self.functions.events
        return event.event


MakeScene = Callable[..., Scene]


@pytest.fixture
def scene() -> MakeScene:
    """A maker of scenes: `scene("PreSignUp", {"autoConfirmUser": True})`."""
    return Scene
