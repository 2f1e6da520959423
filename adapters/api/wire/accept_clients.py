"""Wire shapes of a client's configuration -> domain values.

An empty list counts as none: infrastructure tools send one for whatever they never set. Not here:
rules about what the settings mean (domain.pools).
"""

from __future__ import annotations

from typing import Final, TypeAlias

from adapters.api.wire import model as w
from domain.errors import InvalidParameterException
from domain.model.client import ClientSettings, RefreshRotation, Validity
from domain.model.identifiers import Secret
from domain.pools.clients import NewClient

ClientRequest: TypeAlias = w.CreateUserPoolClientRequest | w.UpdateUserPoolClientRequest

_ANALYTICS: Final = (
    "Invalid analytics configuration given, either <application arn> or <application id, role arn,"
    " external id> are valid"
)
_ANALYTICS_BY_ID: Final = frozenset({"ApplicationId", "RoleArn", "ExternalId"})


def new_client(req: w.CreateUserPoolClientRequest) -> NewClient:
    """Return what CreateUserPoolClient asks for. Raises InvalidParameterException."""
    secret = req.get("ClientSecret")
    return NewClient(
        name=req["ClientName"],
        settings=client_settings(req),
        generate_secret=req.get("GenerateSecret", False),
        secret=None if secret is None else Secret(secret),
    )


def client_settings(req: ClientRequest) -> ClientSettings:
    """Return the settings; members not given have their defaults.

    Raises InvalidParameterException.
    """
    units = req.get("TokenValidityUnits", {})
    return ClientSettings(
        flows=tuple(req.get("ExplicitAuthFlows", ())),
        prevent_user_existence_errors=req.get("PreventUserExistenceErrors"),
        enable_token_revocation=req.get("EnableTokenRevocation", True),
        propagate_user_context=req.get("EnablePropagateAdditionalUserContextData", False),
        auth_session_validity_min=req.get("AuthSessionValidity", 3),
        access_token=Validity(value=req.get("AccessTokenValidity"), unit=units.get("AccessToken")),
        id_token=Validity(value=req.get("IdTokenValidity"), unit=units.get("IdToken")),
        refresh_token=Validity(
            value=req.get("RefreshTokenValidity"), unit=units.get("RefreshToken")
        ),
        read_attributes=tuple(req.get("ReadAttributes", ())) or None,
        write_attributes=tuple(req.get("WriteAttributes", ())) or None,
        rotation=_rotation(req),
        identity_providers=tuple(req.get("SupportedIdentityProviders", ())),
        oauth_enabled=req.get("AllowedOAuthFlowsUserPoolClient", False),
        oauth_flows=tuple(req.get("AllowedOAuthFlows", ())),
        oauth_scopes=tuple(req.get("AllowedOAuthScopes", ())),
        callback_urls=tuple(req.get("CallbackURLs", ())),
        logout_urls=tuple(req.get("LogoutURLs", ())),
        default_redirect_uri=req.get("DefaultRedirectURI"),
        kept=_kept(req),
    )


def _rotation(req: ClientRequest) -> RefreshRotation | None:
    given = req.get("RefreshTokenRotation")
    if given is None:
        return None
    return RefreshRotation(
        enabled=given["Feature"] == "ENABLED", grace_period_s=given.get("RetryGracePeriodSeconds")
    )


def _kept(req: ClientRequest) -> dict[str, object]:
    """Return the members that are only given back. Raises InvalidParameterException."""
    analytics = req.get("AnalyticsConfiguration")
    if not analytics:
        return {}
    by_id = _ANALYTICS_BY_ID & analytics.keys()
    by_arn = "ApplicationArn" in analytics and "ApplicationId" not in analytics
    if not by_arn and by_id != _ANALYTICS_BY_ID:
        raise InvalidParameterException(_ANALYTICS)
    return {"AnalyticsConfiguration": analytics}
