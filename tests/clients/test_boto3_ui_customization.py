"""boto3, as an administrator of UI customizations, where several processes share a store."""

from __future__ import annotations

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.tenant import Tenant, make_tenant, unique

CSS = ".banner-customizable {\n\tbackground-color: #d3d3d3;\n}\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\xff and the rest of it"


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_customization_is_set_shown_and_taken_back(tenant: Tenant) -> None:
    """For all clients first, then for one, with what boto3 makes of its answers."""
    api, of_pool = tenant.api, {"UserPoolId": tenant.pool_id}
    api.create_user_pool_domain(**of_pool, Domain=unique("shop"))
    client = {**of_pool, "ClientId": tenant.client_id}
    assert api.get_ui_customization(**client)["UICustomization"] == {}

    of_all = api.set_ui_customization(**of_pool, ClientId="ALL", CSS=CSS, ImageFile=PNG)
    shown = api.get_ui_customization(**client)["UICustomization"]
    assert shown == of_all["UICustomization"]
    assert shown["CSS"] == CSS
    assert shown["ImageUrl"].endswith(f"/{shown['CSSVersion']}/assets/images/image.png")

    own = api.set_ui_customization(**client, CSS="")["UICustomization"]
    assert own == {}
    own = api.set_ui_customization(**client, CSS=f"/**/{CSS}")["UICustomization"]
    assert api.get_ui_customization(**client)["UICustomization"] == own
    assert own["ClientId"] == tenant.client_id

    api.set_ui_customization(**client)
    api.set_ui_customization(**of_pool, ClientId="ALL")
    assert api.get_ui_customization(**client)["UICustomization"] == {}
