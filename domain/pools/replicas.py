"""Replicas of pools: recording, describing, switching and striking them off.

A replica is a record: that the database, which has every pool, is copied to another region by its
own means (a PostgreSQL standby), and whether this pool is in use there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
)
from domain.model import arns
from domain.model.identifiers import PoolId
from domain.model.replica import REPLICAS, Replica, ReplicaRole, ReplicaStatus
from domain.paging import TOKEN_REFUSED
from domain.pools import pool_rules, tiers
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing, Taken

REPLICAS_MAX: Final = 20
"""Replicas of a pool, so that all are one page."""

_REGION: Final = re.compile(r"[a-z]{2,5}(-[a-z]+)+-\d{1,2}")
_TOO_MANY: Final = f"A user pool can have at most {REPLICAS_MAX} replicas."
_PRIMARY: Final = "The primary user pool is no replica."
_STILL_ACTIVE: Final = "Only a replica whose status is INACTIVE can be deleted."


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedReplica:
    """What is told of a pool in one region."""

    region: str
    status: ReplicaStatus
    role: ReplicaRole
    arn: str


class Replicas:
    """Administration of replicas.

    Every method raises ResourceNotFoundException for an unknown pool, and InvalidParameterException
    where the region of a replica is not one, or is the pool's own.
    """

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._region = deployment.region
        self._account_id = deployment.account_id

    def create(self, pool_id: PoolId, region: str, tags: Mapping[str, str]) -> DescribedReplica:
        """Record a replica, which is not active at first.

        Raises InvalidParameterException if there is one in the region, LimitExceededException,
        FeatureUnavailableInTierException, UserPoolTaggingException.
        """
        self._check_region(region)
        pool_rules.check_tags(tags)
        made = Replica(region=region, tags=tags)
        try:
            with self._store.writing() as unit:
                tiers.require_replicas(required_pool(unit, pool_id))
                unit.items.add(REPLICAS, pool_id, region, made)
                if unit.items.count(REPLICAS, pool_id, REPLICAS_MAX + 1) > REPLICAS_MAX:
                    raise LimitExceededException(_TOO_MANY)
        except Taken as taken:
            raise InvalidParameterException(
                f"User pool {pool_id} already has a replica in {region}."
            ) from taken
        except Missing as missing:
            raise no_pool(pool_id) from missing
        return self._described(pool_id, made)

    def list(self, pool_id: PoolId, token: str | None) -> Sequence[DescribedReplica]:
        """Return the pool itself, then its replicas by region.

        Raises InvalidParameterException for any token, since there is no second page.
        """
        if token is not None:
            raise InvalidParameterException(TOKEN_REFUSED)
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            replicas = unit.items.page(REPLICAS, pool_id, None, REPLICAS_MAX)
        primary = DescribedReplica(
            region=self._region,
            status=ReplicaStatus.ACTIVE,
            role=ReplicaRole.PRIMARY,
            arn=arns.of_pool(self._region, self._account_id, pool_id),
        )
        return (primary, *(self._described(pool_id, each) for each in replicas))

    def update(self, pool_id: PoolId, region: str, status: ReplicaStatus) -> DescribedReplica:
        """Record that the replica is active or not. Raises ResourceNotFoundException."""
        self._check_region(region)
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                changed = unit.items.change(
                    REPLICAS, pool_id, region, lambda replica: replace(replica, status=status)
                )
        except Missing as missing:
            raise _unknown(pool_id, region) from missing
        return self._described(pool_id, changed)

    def delete(self, pool_id: PoolId, region: str) -> DescribedReplica:
        """Strike the replica off, and return it as one that is being deleted.

        Raises ResourceNotFoundException, or InvalidParameterException while it is active.
        """
        self._check_region(region)
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                # Held, so that it is not made active between the question and the deletion.
                gone = unit.items.change(REPLICAS, pool_id, region, _inactive)
                unit.items.remove(REPLICAS, pool_id, region)
        except Missing as missing:
            raise _unknown(pool_id, region) from missing
        return self._described(pool_id, replace(gone, status=ReplicaStatus.DELETING))

    def _check_region(self, region: str) -> None:
        if _REGION.fullmatch(region) is None:
            raise InvalidParameterException(f"Invalid region {region}.")
        if region == self._region:
            raise InvalidParameterException(_PRIMARY)

    def _described(self, pool_id: PoolId, replica: Replica) -> DescribedReplica:
        return DescribedReplica(
            region=replica.region,
            status=replica.status,
            role=ReplicaRole.SECONDARY,
            arn=arns.of_pool(replica.region, self._account_id, pool_id),
        )


def _inactive(replica: Replica) -> Replica:
    if replica.status is not ReplicaStatus.INACTIVE:
        raise InvalidParameterException(_STILL_ACTIVE)
    return replica


def _unknown(pool_id: PoolId, region: str) -> ResourceNotFoundException:
    return ResourceNotFoundException(f"User pool {pool_id} has no replica in {region}.")
