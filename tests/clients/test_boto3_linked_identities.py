"""boto3, as an administrator who links identities, where several processes share a store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant, unique
from tests.support.world import claims_of

DETAILS = {"client_id": "app", "client_secret": "s3cret", "authorize_scopes": "email"}


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool with Google where several processes write to one store."""
    made = make_tenant(deployments.get(request.param))
    made.api.create_identity_provider(
        UserPoolId=made.pool_id,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails=DETAILS,
    )
    return made


def _who(provider: str, value: str) -> dict[str, str]:
    return {
        "ProviderName": provider,
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": value,
    }


def _link(tenant: Tenant, user: str, value: str) -> None:
    tenant.api.admin_link_provider_for_user(
        UserPoolId=tenant.pool_id,
        DestinationUser=_who("Cognito", user),
        SourceUser=_who("Google", value),
    )


def _disable(tenant: Tenant, named: dict[str, str]) -> None:
    tenant.api.admin_disable_provider_for_user(UserPoolId=tenant.pool_id, User=named)


def _identities(tenant: Tenant, user: str) -> list[dict[str, Any]]:
    shown = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=user)
    found = [each["Value"] for each in shown["UserAttributes"] if each["Name"] == "identities"]
    return json.loads(found[0]) if found else []


def test_identities_are_linked_and_disabled(tenant: Tenant) -> None:
    """A link is in profile and tokens until it is ended, and a password works until it is taken."""
    user = tenant.user()
    _link(tenant, user, unique("one"))
    _link(tenant, user, second := unique("two"))

    claims = claims_of(tenant.sign_in(user)["IdToken"])
    assert [each["userId"] for each in claims["identities"]][1:] == [second]
    assert {each["primary"] for each in claims["identities"]} == {"false"}
    assert [each["primary"] for each in _identities(tenant, user)] == [False, False]

    _disable(tenant, _who("Google", second))
    (left,) = _identities(tenant, user)
    assert left["userId"] != second
    _disable(tenant, _who("Cognito", user))
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.sign_in(user)
    assert _identities(tenant, user) == [left]


def test_an_identity_is_free_with_its_user(tenant: Tenant) -> None:
    """Whoever is deleted leaves his identities to others."""
    value, first, second = unique("subject"), tenant.user(), tenant.user()
    _link(tenant, first, value)

    tenant.api.admin_delete_user(UserPoolId=tenant.pool_id, Username=first)
    _link(tenant, second, value)

    assert [each["userId"] for each in _identities(tenant, second)] == [value]


def test_an_identity_is_linked_by_one_of_many(tenant: Tenant) -> None:
    """Of eight who link it to users of their own at once one does; the others are told."""
    value, users = unique("subject"), [tenant.user() for _ in range(8)]

    made = outcomes(8, lambda number: _link(tenant, users[number], value))

    refused = [each for each in made if isinstance(each, Exception)]
    assert {type(each) for each in refused} == {tenant.api.exceptions.AliasExistsException}
    assert sum(bool(_identities(tenant, user)) for user in users) == 8 - len(refused) == 1


def test_a_user_gets_five_links_of_many(tenant: Tenant) -> None:
    """However many are linked to him at once: the rest is refused, or told to come back."""
    user = tenant.user()

    outcomes(8, lambda number: _link(tenant, user, unique(f"subject {number}")))

    for _ in range(5 - len(_identities(tenant, user))):
        _link(tenant, user, unique("late"))
    assert len(_identities(tenant, user)) == 5
    with pytest.raises(tenant.api.exceptions.LimitExceededException):
        _link(tenant, user, unique("later"))
