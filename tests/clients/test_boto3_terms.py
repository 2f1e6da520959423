"""boto3, as an administrator of terms documents, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant

LINKS = {"cognito:default": "https://example.com/terms"}


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_document_is_made_changed_and_deleted(tenant: Tenant) -> None:
    """Every operation once, with what boto3 makes of its answer."""
    client = tenant.with_client()
    api, of_pool = tenant.api, {"UserPoolId": tenant.pool_id}
    named = {"ClientId": client.client_id, "TermsName": "terms-of-use"}
    made = api.create_terms(
        **of_pool, **named, TermsSource="LINK", Enforcement="NONE", Links=LINKS
    )["Terms"]
    of_terms = {**of_pool, "TermsId": made["TermsId"]}
    assert made["Links"] == LINKS
    assert api.describe_terms(**of_terms)["Terms"] == made
    assert api.describe_terms_by_client(**of_pool, **named)["Terms"] == made

    links = {**LINKS, "cognito:korean": "https://example.com/ko"}
    changed = api.update_terms(**of_terms, Links=links)["Terms"]
    assert changed["Links"] == links
    assert changed["LastModifiedDate"] >= made["LastModifiedDate"]
    listed = api.list_terms(**of_pool)["Terms"]
    assert made["TermsId"] in {each["TermsId"] for each in listed}

    api.delete_terms(**of_terms)
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.describe_terms(**of_terms)


def test_a_document_is_made_by_one_of_many(tenant: Tenant) -> None:
    """Of twenty who make a client's document at once one makes it; the others are told."""
    client = tenant.with_client()
    request = {
        "UserPoolId": tenant.pool_id,
        "ClientId": client.client_id,
        "TermsName": "privacy-policy",
        "TermsSource": "LINK",
        "Enforcement": "NONE",
    }

    made = outcomes(
        20,
        lambda number: tenant.api.create_terms(
            **request, Links={"cognito:default": f"https://example.com/{number}"}
        ),
    )

    refused = [each for each in made if isinstance(each, Exception)]
    assert len(refused) == 19
    assert {type(each) for each in refused} == {tenant.api.exceptions.TermsExistsException}
