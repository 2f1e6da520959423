"""App clients: who may start a sign-in against a pool, by which flows, with what lifetimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import ClientId, PoolId
from domain.model.risk import RiskConfiguration

UNIT_SECONDS: Final[Mapping[str, int]] = {
    "seconds": 1,
    "minutes": 60,
    "hours": 3_600,
    "days": 86_400,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecret:
    """One secret of a client; two may be alive while they are exchanged."""

    id: str
    sealed: bytes = field(repr=False)
    created_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """A lifetime as it was given: a number and, if set, its unit. None where nothing was set."""

    value: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRotation:
    """Whether a refresh token is exchanged at each use, and how long the old one still works.

    No grace period is the same as 0 seconds: the old token dies at its first use.
    """

    enabled: bool
    grace_period_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """Everything about a client that UpdateUserPoolClient replaces as a whole.

    As in `PoolSettings`, members that no rule of ours reads are in `kept` as given. An empty
    `flows` means the default set (auth-flows.md 2), which is applied where flows are checked;
    `read_attributes` and `write_attributes` of None mean all.
    """

    flows: tuple[str, ...] = ()
    prevent_user_existence_errors: str | None = None
    enable_token_revocation: bool = True
    propagate_user_context: bool = False
    auth_session_validity_min: int = 3
    access_token: Validity = Validity()
    id_token: Validity = Validity()
    refresh_token: Validity = Validity()
    read_attributes: tuple[str, ...] | None = None
    write_attributes: tuple[str, ...] | None = None
    rotation: RefreshRotation | None = None
    identity_providers: tuple[str, ...] = ()
    oauth_enabled: bool = False
    oauth_flows: tuple[str, ...] = ()
    oauth_scopes: tuple[str, ...] = ()
    callback_urls: tuple[str, ...] = ()
    logout_urls: tuple[str, ...] = ()
    default_redirect_uri: str | None = None
    kept: Mapping[str, object] = field(default_factory=dict)

    @property
    def hides_users(self) -> bool:
        """Whether an unknown user must look like a known one (PreventUserExistenceErrors)."""
        return self.prevent_user_existence_errors == "ENABLED"

    @property
    def rotates(self) -> bool:
        """Whether a refresh token is exchanged at each use."""
        return self.rotation is not None and self.rotation.enabled

    @property
    def grace_period_s(self) -> int:
        """For how many seconds a refresh token that was exchanged is still taken."""
        return (self.rotation.grace_period_s or 0) if self.rotation is not None else 0

    @property
    def access_token_s(self) -> int:
        """Lifetime of an access token in seconds (default one hour)."""
        return _seconds(self.access_token, default=3_600, unit="hours")

    @property
    def id_token_s(self) -> int:
        """Lifetime of an ID token in seconds (default one hour)."""
        return _seconds(self.id_token, default=3_600, unit="hours")

    @property
    def refresh_token_s(self) -> int:
        """Lifetime of a refresh token in seconds (default 30 days, which 0 also means)."""
        return _seconds(self.refresh_token, default=30 * 86_400, unit="days")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppClient(ClientSettings):
    """One app client: its settings, whose it is, and its secrets.

    `sso_session_min` is how long it may reuse a browser's session without asking its user again
    (SetUserPoolClientSessionConfiguration), and `risk` what it does about risks in place of its
    pool (SetRiskConfiguration); UpdateUserPoolClient leaves both.
    """

    id: ClientId
    pool_id: PoolId
    name: str
    created_at_ms: int
    modified_at_ms: int
    version: int = 1
    secrets: tuple[ClientSecret, ...] = ()
    sso_session_min: int = 60
    risk: RiskConfiguration | None = None


def _seconds(validity: Validity, *, default: int, unit: str) -> int:
    if not validity.value:
        return default
    return validity.value * UNIT_SECONDS[validity.unit or unit]
