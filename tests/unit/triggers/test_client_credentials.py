"""PreTokenGeneration for a client by itself: only the third form hears of it."""

from __future__ import annotations

import pytest

from domain.model.group_claims import NO_GROUPS
from domain.model.token_changes import UNCHANGED
from domain.triggers.pre_token_generation import CLIENT_CREDENTIALS, Holder, PreTokenGeneration
from tests.unit.triggers.conftest import MakeScene

HOLDER = Holder(user=None, groups=NO_GROUPS, scopes=("shop/read", "shop/write"))
ANSWER = {
    "claimsAndScopeOverrideDetails": {
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"tenant": 7},
            "scopesToSuppress": ["shop/write"],
        }
    }
}


def test_the_third_form_is_told_scopes_and_no_user(scene: MakeScene) -> None:
    """The whole event; what is said of the access token is what counts."""
    made = scene("PreTokenGeneration", ANSWER, token_trigger_version="V3_0")
    asked = PreTokenGeneration(made.hooks)

    changes = asked.ask(CLIENT_CREDENTIALS, made.occasion, HOLDER, {"step": "one"})

    assert changes.access.add == {"tenant": 7}
    assert changes.scopes_to_suppress == {"shop/write"}
    assert (made.event["version"], made.event["triggerSource"]) == ("3", CLIENT_CREDENTIALS)
    assert made.event["request"] == {
        "userAttributes": {},
        "groupConfiguration": {
            "groupsToOverride": [],
            "iamRolesToOverride": [],
            "preferredRole": None,
        },
        "scopes": ["shop/read", "shop/write"],
        "clientMetadata": {"step": "one"},
    }


@pytest.mark.parametrize("version", ["V1_0", "V2_0"])
def test_earlier_forms_are_not_called(scene: MakeScene, version: str) -> None:
    """They know users alone."""
    made = scene("PreTokenGeneration", ANSWER, token_trigger_version=version)
    changes = PreTokenGeneration(made.hooks).ask(CLIENT_CREDENTIALS, made.occasion, HOLDER, {})
    assert changes is UNCHANGED
    assert made.functions.events == []
