"""User pools: making, describing, changing, listing and deleting them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from domain.errors import (
    CognitoError,
    ConcurrentModificationException,
    InvalidParameterException,
    TooManyRequestsException,
    UserImportInProgressException,
)
from domain.model import arns
from domain.model.domain import Domain
from domain.model.identifiers import PoolId
from domain.model.import_job import RUNNING, RUNNING_IMPORTS
from domain.model.keys import PoolKeys
from domain.model.pool import MfaMode, PoolSettings, SecondFactors, UserPool
from domain.model.schema import AttributeSchema
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools import pool_rules, tiers
from domain.pools.domain_rules import check_plan
from domain.pools.identifiers import new_pool_id
from domain.pools.lookup import no_pool, required_pool
from domain.pools.schema import SchemaEntry, extended, new_schema
from domain.pools.user_estimate import COUNTED_MAX, estimated
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Unit

_ROUNDS_MAX: Final = 3
_LIST_OPERATION: Final = "ListUserPools"
_PROTECTED: Final = (
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection"
    " must be inactivated first."
)


_HAS_DOMAIN: Final = (
    "User pool cannot be deleted. It has a domain configured that should be deleted first."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPool:
    """What a pool is made of. `case_sensitive` is None where nothing was said (it is then true)."""

    name: str
    settings: PoolSettings
    schema: Sequence[SchemaEntry] = ()
    username_attributes: tuple[str, ...] = ()
    alias_attributes: tuple[str, ...] = ()
    case_sensitive: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPool:
    """A pool with what is not part of it; `users` is an estimate where they are many."""

    pool: UserPool
    arn: str
    users: int
    domains: Sequence[Domain] = ()


class Pools:
    """Administration of user pools."""

    def __init__(self, ports: Ports, pager: Pager, deployment: Deployment) -> None:
        self._ports = ports
        self._pager = pager
        self._deployment = deployment

    def create(self, new: NewPool, pool_id: PoolId | None = None) -> DescribedPool:
        """Make a pool with its keys.

        Only the program itself may choose `pool_id` (the demo pool); Taken is raised if it was
        ever in use. Raises InvalidParameterException and the errors of tags and feature plans.
        """
        schema = new_schema(new.schema)
        required = {attribute.name for attribute in schema if attribute.required}
        pool_rules.check_names(new.username_attributes, new.alias_attributes, required)
        self._check(new.settings, _offered(new.settings, SecondFactors()))
        for _ in range(_ROUNDS_MAX):
            chosen = pool_id or new_pool_id(self._ports.entropy, self._deployment.region)
            pool = self._made(new, schema, chosen)
            try:
                self._store(pool)
            except Taken:
                if pool_id is not None:
                    raise
                continue
            return self._described(pool, users=0)
        raise TooManyRequestsException

    def describe(self, pool_id: PoolId) -> DescribedPool:
        """Return the pool. Raises ResourceNotFoundException."""
        with self._ports.store.reading() as unit:
            pool = required_pool(unit, pool_id)
            users = estimated(unit.users.count(pool_id, COUNTED_MAX))
            domains = unit.domains.of_pool(pool_id)
        return self._described(pool, users, domains)

    def update(
        self,
        pool_id: PoolId,
        settings: PoolSettings,
        name: str | None = None,
        unsaid: Collection[str] = (),
    ) -> None:
        """Replace the settings of the pool, and its name if one is given.

        `unsaid` names fields of the settings that stay as they were. So do second factors, but
        that text messages come and go with what sends them.
        Raises ResourceNotFoundException, ConcurrentModificationException,
        UserImportInProgressException and as `create`.
        """

        def changed(pool: UserPool) -> UserPool:
            kept = replace(settings, **{field: getattr(pool, field) for field in unsaid})
            offered = _offered(kept, pool.second_factors)
            self._check(kept, offered, previous=pool)
            tiers.check_unsaid(kept, pool)
            return replace(pool, **_values(kept), second_factors=offered, name=name or pool.name)

        try:
            self._change(pool_id, changed)
        except Stale as stale:
            raise ConcurrentModificationException from stale

    def add_attributes(self, pool_id: PoolId, entries: Sequence[SchemaEntry]) -> None:
        """Add custom attributes to the schema, or none of them.

        Raises ResourceNotFoundException, InvalidParameterException or
        UserImportInProgressException.
        """

        def changed(pool: UserPool) -> UserPool:
            return replace(pool, schema=extended(pool.schema, entries))

        retried(lambda: self._change(pool_id, changed))

    def delete(self, pool_id: PoolId) -> None:
        """Delete the pool with everything in it.

        Raises ResourceNotFoundException, UserImportInProgressException, or
        InvalidParameterException while it is protected or has a domain.
        """
        retried(lambda: self._delete(pool_id))

    def list(self, request: PageRequest) -> Page[UserPool]:
        """Return a page of all pools by id. Raises InvalidParameterException for a bad token."""
        listing = Listing(operation=_LIST_OPERATION, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._ports.store.reading() as unit:
            rows = unit.pools.page(None if after is None else PoolId(after), request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda pool: pool.id)

    def _check(
        self, settings: PoolSettings, offered: SecondFactors, previous: PoolSettings | None = None
    ) -> None:
        pool_rules.check_settings(settings, offered, self._deployment.region)
        tiers.check(settings, offered, previous)

    def _made(self, new: NewPool, schema: tuple[AttributeSchema, ...], pool_id: PoolId) -> UserPool:
        now_ms = self._ports.clock.now_ms()
        return UserPool(
            **_values(new.settings),
            id=pool_id,
            name=new.name,
            keys=self._new_keys(pool_id),
            second_factors=_offered(new.settings, SecondFactors()),
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
            schema=schema,
            username_attributes=new.username_attributes,
            alias_attributes=new.alias_attributes,
            case_sensitive=new.case_sensitive is not False,
            case_sensitivity_given=new.case_sensitive is not None,
        )

    def _new_keys(self, pool_id: PoolId) -> PoolKeys:
        sealer = self._ports.sealer
        return PoolKeys(data=(sealer.new_key(pool_id),), lookup=sealer.new_key(pool_id))

    def _store(self, pool: UserPool) -> None:
        """Store the pool with its signing keys, which take long to make: before the unit opens."""
        signing_keys = self._ports.signer.new_keys(pool.id, pool.keys)
        with self._ports.store.writing() as unit:
            unit.pools.add(pool)
            for key in signing_keys:
                unit.signing_keys.add(key)

    def _change(self, pool_id: PoolId, changed: Callable[[UserPool], UserPool]) -> None:
        with self._ports.store.writing() as unit:
            pool = required_pool(unit, pool_id)
            _check_no_import(unit, pool_id)
            now_ms = self._ports.clock.now_ms()
            after = replace(changed(pool), modified_at_ms=now_ms)
            if after.tier != pool.tier:
                check_plan(after, unit.domains.of_pool(pool_id))
            try:
                unit.pools.save(after)
            except Missing as missing:
                raise no_pool(pool_id) from missing

    def _delete(self, pool_id: PoolId) -> None:
        with self._ports.store.writing() as unit:
            pool = required_pool(unit, pool_id)
            _check_no_import(unit, pool_id)
            if pool.deletion_protection:
                raise InvalidParameterException(_PROTECTED)
            if unit.domains.of_pool(pool_id):
                raise InvalidParameterException(_HAS_DOMAIN)
            try:
                # Holds the pool as it was read: no protection or domain given meanwhile is lost.
                unit.pools.save(pool)
                unit.pools.remove(pool_id)
            except Missing as missing:
                raise no_pool(pool_id) from missing

    def _described(
        self, pool: UserPool, users: int, domains: Sequence[Domain] = ()
    ) -> DescribedPool:
        arn = arns.of_pool(self._deployment.region, self._deployment.account_id, pool.id)
        return DescribedPool(pool=pool, arn=arn, users=users, domains=domains)


def _check_no_import(unit: Unit, pool_id: PoolId) -> None:
    """Refuse to change a pool that users are being imported into."""
    if unit.items.get(RUNNING_IMPORTS, pool_id, RUNNING) is not None:
        raise UserImportInProgressException


def _offered(settings: PoolSettings, before: SecondFactors) -> SecondFactors:
    """Return the second factors of a pool that gets these settings.

    A pool that asks for them and says what sends text messages offers these, as on the service;
    one that no longer says it does not.
    """
    asks = settings.mfa is not MfaMode.OFF
    return replace(before, sms=settings.sms_configured and (before.sms or asks))


def _values(settings: PoolSettings) -> dict[str, Any]:
    """Return the settings by field; a UserPool has the same fields, being PoolSettings itself."""
    return {each.name: getattr(settings, each.name) for each in fields(PoolSettings)}


def retried(
    act: Callable[[], None], otherwise: type[CognitoError] = TooManyRequestsException
) -> None:
    """Do what somebody else's change of the pool may overtake. Raises `otherwise` in the end."""
    for _ in range(_ROUNDS_MAX):
        try:
            act()
        except Stale:
            continue
        return
    raise otherwise
