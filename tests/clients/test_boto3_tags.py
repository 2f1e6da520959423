"""boto3, as an administrator of tags, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_tags_are_set_listed_and_removed(tenant: Tenant) -> None:
    """Every operation once; what ListTagsForResource tells, DescribeUserPool tells too."""
    api = tenant.api
    pool = api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    arn = pool["Arn"]

    api.tag_resource(ResourceArn=arn, Tags={"team": "people", "stage": "test"})
    api.untag_resource(ResourceArn=arn, TagKeys=["stage"])

    assert api.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "people"}
    described = api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    assert described["UserPoolTags"] == {"team": "people"}
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.list_tags_for_resource(ResourceArn=f"{arn}X")


def test_none_of_two_tags_is_lost(tenant: Tenant) -> None:
    """Who sets a tag while another sets another leaves both, or is told that he was too late."""
    api, pool = tenant.api, {"UserPoolId": tenant.pool_id}
    arn = api.describe_user_pool(**pool)["UserPool"]["Arn"]

    made = outcomes(8, lambda number: api.tag_resource(ResourceArn=arn, Tags={f"k{number}": "v"}))

    kept = {f"k{number}" for number, each in enumerate(made) if not isinstance(each, Exception)}
    assert kept
    refused = {type(each) for each in made if isinstance(each, Exception)}
    assert refused <= {api.exceptions.TooManyRequestsException}
    found = {key for key in api.list_tags_for_resource(ResourceArn=arn)["Tags"] if key[0] == "k"}
    assert found == kept
