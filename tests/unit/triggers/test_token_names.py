"""Names of groups and claims that PreTokenGeneration adds: what is no name is no answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.errors import InvalidLambdaResponseException
from domain.model.group_claims import NO_GROUPS
from domain.triggers.pre_token_generation import AUTHENTICATION, Holder, PreTokenGeneration
from tests.unit.triggers.conftest import MakeScene, Scene

HOLDER = Holder(user=None, groups=NO_GROUPS, scopes=())


def asked(made: Scene) -> object:
    """What comes of the function's answer."""
    return PreTokenGeneration(made.hooks).ask(AUTHENTICATION, made.occasion, HOLDER, {})


def answer(version: str, claim: str, group: str) -> Mapping[str, object]:
    """An answer that adds a claim and puts the user into a group."""
    claims = {"claimsToAddOrOverride": {claim: "x"}}
    groups = {"groupOverrideDetails": {"groupsToOverride": [group]}}
    if version == "V1_0":
        return {"claimsOverrideDetails": {**claims, **groups}}
    return {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": claims, **groups}}


@pytest.mark.parametrize("version", ["V1_0", "V2_0"])
@pytest.mark.parametrize("name", ["", "a\n", "\x00", "a\x7f", "\x85"])
@pytest.mark.parametrize("place", ["claim", "group"])
def test_a_name_is_not_empty_and_has_no_control_characters(
    scene: MakeScene, version: str, name: str, place: str
) -> None:
    """The whole answer is refused, in every form."""
    names = {"claim": "tenant", "group": "staff", place: name}
    made = scene("PreTokenGeneration", answer(version, **names), token_trigger_version=version)

    with pytest.raises(InvalidLambdaResponseException, match="Unrecognizable lambda output"):
        asked(made)


@pytest.mark.parametrize("version", ["V1_0", "V2_0"])
def test_any_other_name_is_one(scene: MakeScene, version: str) -> None:
    """Blanks and letters of every script are names."""
    given = answer(version, "Mandant Nr. 7", "Прод \U0001f600")
    made = scene("PreTokenGeneration", given, token_trigger_version=version)

    assert asked(made)
