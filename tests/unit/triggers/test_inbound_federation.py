"""InboundFederation: the event of a federated sign-in, and what its answer lets through."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import InvalidLambdaResponseException, UserLambdaValidationException
from domain.ports.triggers import TriggerRefused
from domain.triggers.inbound_federation import (
    LONGEST,
    Assertion,
    InboundFederation,
    ProviderType,
)
from tests.unit.triggers.conftest import MakeScene

CLAIMS = {"sub": "1234", "email": "ann@example.com", "email_verified": True}
BY_OIDC = Assertion(
    provider="Corporate",
    type=ProviderType.OIDC,
    attributes={
        "tokenResponse": {"access_token": "at", "token_type": "Bearer", "expires_in": "3600"},
        "idToken": CLAIMS,
        "userInfo": {"sub": "1234"},
    },
)
BY_SAML = Assertion(
    provider="Office",
    type=ProviderType.SAML,
    attributes={"samlResponse": {"urn:oid:0.9.2342.19200300.100.1.3": "ann@example.com"}},
)


@pytest.mark.parametrize("assertion", [BY_OIDC, BY_SAML], ids=["oidc", "saml"])
def test_the_event_has_what_the_provider_said(scene: MakeScene, assertion: Assertion) -> None:
    """The whole event, with the attributes in the members of the provider's kind."""
    made = scene("InboundFederation", {"userAttributesToMap": {"email": "other@example.com"}})

    chosen = InboundFederation(made.hooks).ask(made.occasion, assertion)

    assert chosen == {"email": "other@example.com"}
    assert made.event == {
        "version": "1",
        "triggerSource": "InboundFederation_ExternalProvider",
        "region": "us-east-1",
        "userPoolId": made.pool.id,
        "userName": "ann",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "client"},
        "request": {
            "providerName": assertion.provider,
            "providerType": assertion.type.value,
            "attributes": assertion.attributes,
        },
        "response": {"userAttributesToMap": {}},
    }


def test_an_empty_object_lets_everything_through(scene: MakeScene) -> None:
    """As no function does."""
    made = scene("InboundFederation", {"userAttributesToMap": {}})
    assert InboundFederation(made.hooks).ask(made.occasion, BY_OIDC) is None
    without = scene("PreSignUp", {})
    assert InboundFederation(without.hooks).ask(without.occasion, BY_OIDC) is None
    assert without.functions.events == []


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"userAttributesToMap": None},
        {"userAttributesToMap": []},
        {"userAttributesToMap": "email"},
        {"userAttributesToMap": {1: "x"}},
        {"userAttributesToMap": {"email": b"bytes"}},
        {"userAttributesToMap": {"email": "x" * LONGEST}},
    ],
)
def test_what_is_no_answer_lets_nobody_in(scene: MakeScene, answer: dict[str, Any]) -> None:
    """Nothing is mapped from what cannot be read."""
    made = scene("InboundFederation", answer)
    with pytest.raises(InvalidLambdaResponseException):
        InboundFederation(made.hooks).ask(made.occasion, BY_OIDC)


def test_a_function_may_refuse(scene: MakeScene) -> None:
    """In its own words."""
    made = scene("InboundFederation", TriggerRefused("Not from there"))
    with pytest.raises(UserLambdaValidationException) as refused:
        InboundFederation(made.hooks).ask(made.occasion, BY_SAML)
    assert refused.value.text == "InboundFederation failed with error Not from there."
