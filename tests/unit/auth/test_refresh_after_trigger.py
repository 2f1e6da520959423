"""What changes while PreTokenGeneration takes its time over a refresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from domain.errors import CognitoError, NotAuthorizedException, RefreshTokenReuseException
from domain.model.client import RefreshRotation
from tests.support.accounts import Functions
from tests.support.rotation import revoke
from tests.support.sign_in import Client, tokens
from tests.support.world import World

WAYS: Mapping[str, tuple[RefreshRotation | None, Callable[[Client, str], object]]] = {
    "InitiateAuth": (None, lambda client, token: client.refresh(token)),
    "GetTokensFromRefreshToken": (None, lambda client, token: client.get_tokens(token)),
    "with rotation": (
        RefreshRotation(enabled=True, grace_period_s=0),
        lambda client, token: client.get_tokens(token),
    ),
}


class SlowFunction:
    """Ann's sign-in in a pool whose function lets something happen before it answers a refresh."""

    def __init__(self, rotation: RefreshRotation | None) -> None:
        self.meanwhile: Callable[[], object] = lambda: None
        functions = Functions(PreTokenGeneration=self._answer)
        self.world = World(triggers=functions)
        pool = self.world.add_pool(triggers=functions.arns)
        self.ann = self.world.add_user(pool)
        self.client = Client(self.world, self.world.add_client(pool, rotation=rotation))
        given = tokens(self.client.by_password()).refresh_token
        assert given is not None
        self.refresh_token = given

    def disable(self) -> None:
        """Disable Ann."""
        self.world.change_user(self.ann, enabled=False)

    def revoke(self) -> None:
        """End the sign-in."""
        revoke(self.client, self.refresh_token)

    def _answer(self, event: Mapping[str, Any]) -> Mapping[str, object]:
        if event["triggerSource"] == "TokenGeneration_RefreshTokens":
            self.meanwhile()
        return {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", [SlowFunction.disable, SlowFunction.revoke])
def test_no_tokens_for_who_lost_them_meanwhile(
    way: str, change: Callable[[SlowFunction], None]
) -> None:
    """A user who is disabled, or a sign-in that is ended, while the function runs gets none."""
    rotation, refresh = WAYS[way]
    slow = SlowFunction(rotation)
    slow.meanwhile = lambda: change(slow)

    with pytest.raises(CognitoError) as refused:
        refresh(slow.client, slow.refresh_token)

    assert isinstance(refused.value, NotAuthorizedException | RefreshTokenReuseException)


@pytest.mark.parametrize("way", WAYS)
def test_tokens_for_who_kept_them(way: str) -> None:
    """Where nothing happened meanwhile there are tokens."""
    rotation, refresh = WAYS[way]
    slow = SlowFunction(rotation)

    assert refresh(slow.client, slow.refresh_token)
