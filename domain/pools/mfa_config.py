"""SetUserPoolMfaConfig and GetUserPoolMfaConfig: which second factors a pool asks for, and how.

What sends text messages is the pool's own setting, and this is another place where it is shown and
set; everything else here is `UserPool.second_factors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.errors import ConcurrentModificationException
from domain.model.identifiers import PoolId
from domain.model.pool import MfaMode, RelyingParty, SecondFactors, UserPool
from domain.pools import mfa_rules, pool_rules, tiers
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing, Stale

SMS_CONFIGURATION: Final = "SmsConfiguration"
"""The name under which a pool keeps what sends its text messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsFactor:
    """SmsMfaConfiguration. `configuration` is None where the pool's own is to stay."""

    message: str | None = None
    configuration: Mapping[str, object] | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailFactor:
    """EmailMfaConfiguration."""

    message: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MfaSettings:
    """What SetUserPoolMfaConfig is given; None is what was not sent.

    Without `mode` and factors nothing is said of them, and they stay. With either, they replace
    what was there.
    """

    mode: MfaMode | None = None
    sms: SmsFactor | None = None
    software_token: bool | None = None
    email: EmailFactor | None = None
    relying_party: RelyingParty | None = field(default=None)

    @property
    def names_factors(self) -> bool:
        """Whether any factor was named, on or off."""
        return any(each is not None for each in (self.sms, self.software_token, self.email))


class MfaConfig:
    """Reads and sets the multi-factor authentication of pools."""

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._deployment = deployment

    def get(self, pool_id: PoolId) -> UserPool:
        """Return the pool. Raises ResourceNotFoundException."""
        with self._store.reading() as unit:
            return required_pool(unit, pool_id)

    def set(self, pool_id: PoolId, settings: MfaSettings) -> UserPool:
        """Return the pool with the settings in place of those that it had.

        Raises ResourceNotFoundException, InvalidParameterException,
        FeatureUnavailableInTierException, ConcurrentModificationException.
        """
        try:
            with self._store.writing() as unit:
                pool = required_pool(unit, pool_id)
                changed = replace(
                    self._changed(pool, settings), modified_at_ms=self._clock.now_ms()
                )
                return unit.pools.save(changed)
        except Missing as missing:
            raise no_pool(pool_id) from missing
        except Stale as stale:
            raise ConcurrentModificationException from stale

    def _changed(self, pool: UserPool, settings: MfaSettings) -> UserPool:
        changed = _with_relying_party(pool, settings.relying_party)
        if settings.mode is not None or settings.names_factors:
            changed = _with_factors(changed, settings)
            mfa_rules.check_factors(changed, factors_named=settings.names_factors)
            pool_rules.check_sms(changed, changed.second_factors, self._deployment.region)
        tiers.check(changed, changed.second_factors)
        return changed


def _with_relying_party(pool: UserPool, given: RelyingParty | None) -> UserPool:
    """Put the relying party in place of the earlier one, whole, or leave that."""
    if given is None:
        return pool
    if given.id is not None:
        given = replace(given, id=mfa_rules.relying_party_id(given.id))
    return replace(pool, second_factors=replace(pool.second_factors, relying_party=given))


def _with_factors(pool: UserPool, settings: MfaSettings) -> UserPool:
    email = settings.email
    factors = SecondFactors(
        sms=settings.sms is not None,
        software_token=bool(settings.software_token),
        email=email is not None,
        email_message=None if email is None else email.message,
        email_subject=None if email is None else email.subject,
        relying_party=pool.second_factors.relying_party,
    )
    changes: dict[str, Any] = {"second_factors": factors, "mfa": settings.mode or pool.mfa}
    return replace(_with_sms(pool, settings.sms), **changes)


def _with_sms(pool: UserPool, sms: SmsFactor | None) -> UserPool:
    """Set what sends text messages, and the text of those with codes, where it was given."""
    if sms is None:
        return pool
    pool = replace(pool, messages=replace(pool.messages, authentication_sms=sms.message))
    if sms.configuration is None:
        return pool
    return replace(
        pool,
        sms_configured=True,
        sms_region=sms.region,
        kept={**pool.kept, SMS_CONFIGURATION: sms.configuration},
    )
