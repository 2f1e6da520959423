"""Whether a client may begin by a flow (auth-flows.md 2)."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.step import FlowStart
from domain.errors import InvalidParameterException
from domain.model.attempt import Flow
from domain.model.client import AppClient
from domain.model.pool import LITE, UserPool
from domain.pools.tiers import require_choice_based_sign_in

DEFAULT_FLOWS: Final = (
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
)
"""What an unset or empty ExplicitAuthFlows means; the client still shows what was stored."""

_PREFIX: Final = "ALLOW_"
_CHOICE: Final = "ALLOW_USER_AUTH"


def check_flow(start: FlowStart, client: AppClient, *, by_admin: bool, srp_verifiers: str) -> None:
    """Refuse a flow that the operation does not admit or the client does not allow.

    Raises InvalidParameterException.
    """
    if start.admin is not None and start.admin is not by_admin:
        raise InvalidParameterException(texts.FLOW_NOT_SUPPORTED)
    switched_off = start.flow is Flow.USER_SRP_AUTH and srp_verifiers == "never"
    if switched_off or not _is_enabled(start, client):
        raise InvalidParameterException(start.refusal)


def check_plan(start: FlowStart, pool: UserPool) -> None:
    """Refuse a flow that the pool's plan does not hold.

    Before it is asked what the client allows: a client of such a pool cannot allow it. Raises
    FeatureUnavailableInTierException.
    """
    if start.choice_based:
        require_choice_based_sign_in(pool)


def may_choose(pool: UserPool, client: AppClient) -> bool:
    """Whether the client may begin by choice."""
    return _CHOICE in client.flows and pool.tier != LITE


def _is_enabled(start: FlowStart, client: AppClient) -> bool:
    flows = frozenset(client.flows or DEFAULT_FLOWS)
    if all(flow.startswith(_PREFIX) for flow in flows):
        return start.allowed_by in flows
    return start.legacy(flows)


def may_refresh(client: AppClient) -> bool:
    """Whether the client may refresh through InitiateAuth; with the older values it always may."""
    flows = frozenset(client.flows or DEFAULT_FLOWS)
    return "ALLOW_REFRESH_TOKEN_AUTH" in flows or not all(
        flow.startswith(_PREFIX) for flow in flows
    )
