"""boto3, as an administrator of branding styles, where several processes share a store."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant

SETTINGS: dict[str, Any] = {"categories": {"global": {"colorSchemeMode": "DARK"}}}
LOGO = {
    "Category": "FORM_LOGO",
    "ColorMode": "LIGHT",
    "Extension": "PNG",
    "Bytes": b"\x89PNG\r\n\x1a\n\x00\xff",
}


@pytest.fixture(scope="module", params=CONTENDED)
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool where several processes write to one store."""
    return make_tenant(deployments.get(request.param))


def test_a_style_is_made_changed_and_deleted(tenant: Tenant) -> None:
    """Every operation once, with what boto3 makes of its answer."""
    client = tenant.with_client()
    api, of_client = tenant.api, {"UserPoolId": tenant.pool_id, "ClientId": client.client_id}
    made = api.create_managed_login_branding(**of_client, Settings=SETTINGS, Assets=[LOGO])
    style = made["ManagedLoginBranding"]
    of_style = {
        "UserPoolId": tenant.pool_id,
        "ManagedLoginBrandingId": style["ManagedLoginBrandingId"],
    }
    assert (style["Settings"], style["Assets"]) == (SETTINGS, [LOGO])
    by_client = api.describe_managed_login_branding_by_client(**of_client)
    assert by_client["ManagedLoginBranding"] == style
    merged = api.describe_managed_login_branding(**of_style, ReturnMergedResources=True)
    assert merged["ManagedLoginBranding"]["Settings"]["categories"]["form"]["displayGraphics"]

    changed = api.update_managed_login_branding(**of_style, UseCognitoProvidedValues=True)
    assert changed["ManagedLoginBranding"]["UseCognitoProvidedValues"] is True

    api.delete_managed_login_branding(**of_style)
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.describe_managed_login_branding(**of_style)


def test_no_change_of_many_is_lost(tenant: Tenant) -> None:
    """Twenty updates at once that set a member each are all there in the end."""
    client = tenant.with_client()
    of_client = {"UserPoolId": tenant.pool_id, "ClientId": client.client_id}
    made = tenant.api.create_managed_login_branding(**of_client)["ManagedLoginBranding"]

    outcomes(
        20,
        lambda number: tenant.api.update_managed_login_branding(
            UserPoolId=tenant.pool_id,
            ManagedLoginBrandingId=made["ManagedLoginBrandingId"],
            Settings={f"member {number}": number},
        ),
    )

    shown = tenant.api.describe_managed_login_branding_by_client(**of_client)
    settings = shown["ManagedLoginBranding"]["Settings"]
    assert settings == {f"member {number}": number for number in range(20)}
