"""App clients -> wire shapes: what was set, and the documented defaults (ruling 53)."""

from __future__ import annotations

from typing import Final, cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, listed, seconds
from domain.model.client import UNIT_SECONDS, AppClient
from domain.paging import Page
from domain.pools.clients import REGULAR, DescribedClient

_NO_UNIT: Final = "days"


def user_pool_client(described: DescribedClient) -> w.UserPoolClientType:
    """Return the whole description of a client, with its secret."""
    client, secret = described.client, described.secret
    shape = {
        "UserPoolId": client.pool_id,
        "ClientId": client.id,
        "ClientName": client.name,
        "ClientSecret": None if secret is None else secret.reveal(),
        "ClientType": REGULAR,
        "CreationDate": seconds(client.created_at_ms),
        "LastModifiedDate": seconds(client.modified_at_ms),
        **_tokens(client),
        **_oauth(client),
        "ExplicitAuthFlows": listed(client.flows),
        "ReadAttributes": listed(client.read_attributes or ()),
        "WriteAttributes": listed(client.write_attributes or ()),
        "PreventUserExistenceErrors": client.prevent_user_existence_errors or "LEGACY",
        "EnablePropagateAdditionalUserContextData": client.propagate_user_context,
        "AuthSessionValidity": client.auth_session_validity_min,
        "AnalyticsConfiguration": client.kept.get("AnalyticsConfiguration"),
    }
    return cast("w.UserPoolClientType", filled(shape))


def clients_page(page: Page[AppClient]) -> w.ListUserPoolClientsResponse:
    """Return a page of ListUserPoolClients."""
    clients = [
        {"ClientId": client.id, "UserPoolId": client.pool_id, "ClientName": client.name}
        for client in page.items
    ]
    shape = {"UserPoolClients": clients, "NextToken": page.next_token}
    return cast("w.ListUserPoolClientsResponse", filled(shape))


def _tokens(client: AppClient) -> dict[str, object]:
    units = filled(
        {
            "AccessToken": client.access_token.unit,
            "IdToken": client.id_token.unit,
            "RefreshToken": client.refresh_token.unit,
        }
    )
    return {
        "RefreshTokenValidity": _refresh_validity(client),
        "AccessTokenValidity": client.access_token.value,
        "IdTokenValidity": client.id_token.value,
        "TokenValidityUnits": units or None,
        "EnableTokenRevocation": client.enable_token_revocation,
        "RefreshTokenRotation": _rotation(client),
    }


def _refresh_validity(client: AppClient) -> int:
    """Return the lifetime in the unit that was given, also where it is the default of 30 days."""
    return client.refresh_token_s // UNIT_SECONDS[client.refresh_token.unit or _NO_UNIT]


def _rotation(client: AppClient) -> dict[str, object] | None:
    if client.rotation is None:
        return None
    return filled(
        {
            "Feature": "ENABLED" if client.rotation.enabled else "DISABLED",
            "RetryGracePeriodSeconds": client.rotation.grace_period_s,
        }
    )


def _oauth(client: AppClient) -> dict[str, object]:
    return {
        "SupportedIdentityProviders": listed(client.identity_providers),
        "CallbackURLs": listed(client.callback_urls),
        "LogoutURLs": listed(client.logout_urls),
        "DefaultRedirectURI": client.default_redirect_uri,
        "AllowedOAuthFlows": listed(client.oauth_flows),
        "AllowedOAuthScopes": listed(client.oauth_scopes),
        "AllowedOAuthFlowsUserPoolClient": client.oauth_enabled,
    }
