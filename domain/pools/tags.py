"""Tags, by ARN: setting, removing and listing them. Replicas have others than their pool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from domain.errors import InvalidParameterException
from domain.model import arns
from domain.model.identifiers import PoolId
from domain.model.replica import REPLICAS
from domain.pools import pool_rules
from domain.pools.lookup import no_pool, required_pool
from domain.pools.pools import retried
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing
from domain.ports.store import Unit

_NOT_A_POOL: Final = "Invalid resource ARN: only user pools have tags."
_REGION: Final = 3

Tagged = Mapping[str, str]


class _Named(NamedTuple):
    """What an ARN names: a pool, or its replica in another region."""

    pool_id: PoolId
    region: str


class Tags:
    """Tags of the pools of this deployment, and of their replicas.

    Every method raises InvalidParameterException for the ARN of something that is no user pool, and
    ResourceNotFoundException for one that is not here: unknown, of another account, or in a region
    where it has no replica. What writes raises TooManyRequestsException where others change the
    pool all the time.
    """

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._deployment = deployment

    def of(self, arn: str) -> Tagged:
        """Return the tags."""
        named = self._named(arn)
        with self._store.reading() as unit:
            pool = required_pool(unit, named.pool_id)
            if named.region == self._deployment.region:
                return pool.tags
            replica = unit.items.get(REPLICAS, named.pool_id, named.region)
        if replica is None:
            raise no_pool(named.pool_id)
        return replica.tags

    def tag(self, arn: str, tags: Tagged) -> None:
        """Set these tags and leave the others. Raises InvalidParameterException for too many."""

        def merged(present: Tagged) -> Tagged:
            together = {**present, **tags}
            refusal = pool_rules.tags_refused(together)
            if refusal is not None:
                raise InvalidParameterException(refusal)
            return together

        self._change(self._named(arn), merged)

    def untag(self, arn: str, keys: Iterable[str]) -> None:
        """Remove the tags of these keys; one that is not there is no mistake."""
        gone = frozenset(keys)
        self._change(
            self._named(arn),
            lambda present: {key: text for key, text in present.items() if key not in gone},
        )

    def _named(self, arn: str) -> _Named:
        before, found, name = arn.partition(":userpool/")
        parts = before.split(":")
        if not found or parts[2] != "cognito-idp":
            raise InvalidParameterException(_NOT_A_POOL)
        named = _Named(PoolId(name), parts[_REGION])
        if arn != arns.of_pool(named.region, self._deployment.account_id, name):
            raise no_pool(named.pool_id)
        return named

    def _change(self, named: _Named, changed: Callable[[Tagged], Tagged]) -> None:
        change = _of_pool if named.region == self._deployment.region else _of_replica

        def act() -> None:
            with self._store.writing() as unit:
                change(unit, named, changed, self._clock.now_ms())

        try:
            retried(act)
        except Missing as missing:
            raise no_pool(named.pool_id) from missing


def _of_pool(unit: Unit, named: _Named, changed: Callable[[Tagged], Tagged], now_ms: int) -> None:
    pool = required_pool(unit, named.pool_id)
    unit.pools.save(replace(pool, tags=changed(pool.tags), modified_at_ms=now_ms))


def _of_replica(
    unit: Unit, named: _Named, changed: Callable[[Tagged], Tagged], _now_ms: int
) -> None:
    unit.items.change(
        REPLICAS,
        named.pool_id,
        named.region,
        lambda replica: replace(replica, tags=changed(replica.tags)),
    )
