"""Replicas of pools: that a pool is kept in another region too, and whether it is used there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.item import Kind


class ReplicaStatus(StrEnum):
    """Where a replica stands."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    DELETING = "DELETING"


class ReplicaRole(StrEnum):
    """Whether what is in one region is the pool itself or a replica of it."""

    PRIMARY = "PRIMARY"
    SECONDARY = "SECONDARY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """The record of one replica; its region is its key.

    Who administers the pool says what it tells; nothing is copied here, and nobody is asked.
    """

    region: str
    status: ReplicaStatus = ReplicaStatus.INACTIVE
    tags: Mapping[str, str] = field(default_factory=dict)


REPLICAS: Final = Kind("replica", Replica)
"""By their regions."""
