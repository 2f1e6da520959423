"""Access keys: the credentials that sign administrative requests, with what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """One SigV4 credential. `policy` is an IAM policy document: {"Statement": [...]}."""

    id: str
    sealed_secret: bytes = field(repr=False)
    policy: Mapping[str, object]
    created_at_ms: int
    disabled_at_ms: int | None = None
    note: str = ""
