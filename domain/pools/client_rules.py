"""What the settings of a client must satisfy: flows, lifetimes, attributes (users-and-pools.md 6).

Ranges and enumerations are checked with the request. Not here: OAuth settings (oauth_rules).
"""

from __future__ import annotations

from typing import Final

from domain.errors import InvalidParameterException
from domain.model.client import ClientSettings
from domain.model.pool import UserPool
from domain.pools import tiers

_ALLOW: Final = "ALLOW_"
_ALLOW_CLIENT_TOKEN: Final = "ALLOW_CLIENT_TOKEN_AUTH"
_ALLOW_REFRESH: Final = "ALLOW_REFRESH_TOKEN_AUTH"
_ALLOW_USER_AUTH: Final = "ALLOW_USER_AUTH"

_DAY_S: Final = 86_400
_SHORT_TOKENS_S: Final = range(300, _DAY_S + 1)
_REFRESH_TOKENS_S: Final = range(3_600, 3_650 * _DAY_S + 1)

_DEVELOPER: Final = "dev:"
_NEVER_WRITTEN: Final = frozenset({"sub", "email_verified", "phone_number_verified", "identities"})

_FLOWS_MIXED: Final = (
    "ExplicitAuthFlows cannot hold values that begin with ALLOW_ beside values that do not."
)
_CLIENT_TOKEN_ALONE: Final = "ALLOW_CLIENT_TOKEN_AUTH cannot be combined with other auth flows."
_CLIENT_TOKEN_SECRET: Final = "ALLOW_CLIENT_TOKEN_AUTH requires a client secret."
_ROTATION_AND_REFRESH: Final = (
    "ALLOW_REFRESH_TOKEN_AUTH cannot be enabled together with refresh token rotation."
)
_CONTEXT_SECRET: Final = "EnablePropagateAdditionalUserContextData requires a client secret."
_VALIDITY: Final = "Invalid range for token validity."
_READ_ATTRIBUTES: Final = "Invalid read attributes specified while creating a client"
_WRITE_ATTRIBUTES: Final = "Invalid write attributes specified while creating a client"


def check(pool: UserPool, settings: ClientSettings, *, has_secret: bool) -> None:
    """Check the settings of a client of that pool.

    Raises InvalidParameterException or FeatureUnavailableInTierException.
    """
    _check_flows(pool, settings, has_secret=has_secret)
    _check_lifetimes(settings)
    _check_attributes(pool, settings)
    if settings.propagate_user_context and not has_secret:
        # Without a secret anybody could name any address and so lead risk decisions astray.
        raise InvalidParameterException(_CONTEXT_SECRET)


def _check_flows(pool: UserPool, settings: ClientSettings, *, has_secret: bool) -> None:
    flows = set(settings.flows)
    if len({flow.startswith(_ALLOW) for flow in flows}) > 1:
        raise InvalidParameterException(_FLOWS_MIXED)
    if _ALLOW_CLIENT_TOKEN in flows and len(flows) > 1:
        raise InvalidParameterException(_CLIENT_TOKEN_ALONE)
    if _ALLOW_CLIENT_TOKEN in flows and not has_secret:
        raise InvalidParameterException(_CLIENT_TOKEN_SECRET)
    if _ALLOW_REFRESH in flows and settings.rotation is not None and settings.rotation.enabled:
        raise InvalidParameterException(_ROTATION_AND_REFRESH)
    if _ALLOW_USER_AUTH in flows:
        tiers.require_choice_based_sign_in(pool)


def _check_lifetimes(settings: ClientSettings) -> None:
    """Check the effective lifetimes, whatever units they are given in (tokens.md 5)."""
    short = (settings.access_token_s, settings.id_token_s)
    if (
        any(lifetime not in _SHORT_TOKENS_S for lifetime in short)
        or settings.refresh_token_s not in _REFRESH_TOKENS_S
        or max(short) > settings.refresh_token_s
    ):
        raise InvalidParameterException(_VALIDITY)


def _check_attributes(pool: UserPool, settings: ClientSettings) -> None:
    known = {attribute.name for attribute in pool.schema}
    if not set(settings.read_attributes or ()) <= known:
        raise InvalidParameterException(_READ_ATTRIBUTES)
    if settings.write_attributes is None:
        return
    written = set(settings.write_attributes)
    writable = {name for name in known - _NEVER_WRITTEN if not name.startswith(_DEVELOPER)}
    required = {attribute.name for attribute in pool.schema if attribute.required}
    if not required & writable <= written <= writable:
        raise InvalidParameterException(_WRITE_ATTRIBUTES)
