"""Sign-in names in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from sqlalchemy import and_, delete, select

from adapters.storage.sql.parameters import matches, parameter, upsert, values
from adapters.storage.sql.tables import NAMES
from adapters.storage.sql.versions import ALWAYS, COLUMNS
from adapters.storage.sql.work import Work
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.user import NameKind, SignInName
from domain.ports.names import Found, Versions
from domain.ports.sentinels import Taken

ORDER: Final = {kind.value: at for at, kind in enumerate(NameKind)}
KIND_PARAMETERS: Final = tuple(f"kind_{at}" for at in range(len(NameKind)))

LONGEST: Final = 256
"""Characters of a value that is stored as it is: an index row of PostgreSQL has 2704 bytes."""
HASHED: Final = "\x01sha256:"
"""What begins the stand-in for a value that is too long, or that no text column takes."""

CLAIM: Final = (
    upsert(NAMES)
    .values(values(NAMES.c))
    .on_conflict_do_update(
        index_elements=[NAMES.c.pool_id, NAMES.c.kind, NAMES.c.value],
        set_={"sub": NAMES.c.sub},
        where=matches(NAMES.c.sub),
    )
)
"""Touches the row that is made or that is the user's already; none if it is another's."""

RELEASE: Final = delete(NAMES).where(
    matches(NAMES.c.pool_id, NAMES.c.kind, NAMES.c.value, NAMES.c.sub)
)
FIND: Final = select(NAMES.c.kind, NAMES.c.sub, *COLUMNS).select_from(
    ALWAYS.outerjoin(
        NAMES,
        and_(
            matches(NAMES.c.pool_id, NAMES.c.value),
            NAMES.c.kind.in_([parameter(name, NAMES.c.kind.type) for name in KIND_PARAMETERS]),
        ),
    )
)


class SqlNames:
    """The port `Names`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        if not self._work.change(CLAIM, columns(pool_id, name, sub)):
            raise Taken(name.kind)

    def release(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        self._work.change(RELEASE, columns(pool_id, name, sub))

    def find(
        self,
        pool_id: PoolId,
        client_id: ClientId | None,
        value: str,
        kinds: Sequence[NameKind],
    ) -> Found:
        parameters = {"pool_id": pool_id, "client_id": client_id, "value": _stored(value)}
        # One constant statement for any number of kinds: the places left over match nothing.
        for at, name in enumerate(KIND_PARAMETERS):
            parameters[name] = kinds[at].value if at < len(kinds) else ""
        rows = self._work.rows(FIND, parameters)
        kind, sub, pool_version, client_version = min(rows, key=lambda row: ORDER.get(row[0], 0))
        return Found(
            sub=sub,
            kind=None if kind is None else NameKind(kind),
            versions=Versions(pool=pool_version, client=client_version),
        )


def _stored(value: str) -> str:
    """Return what stands for a value in its column; no two values have the same."""
    if len(value) <= LONGEST and "\0" not in value and not value.startswith(HASHED):
        return value
    return HASHED + sha256(value.encode()).hexdigest()


def columns(pool_id: PoolId, name: SignInName, sub: Sub) -> dict[str, str]:
    """Return the row of a name."""
    return {
        "pool_id": pool_id,
        "kind": name.kind.value,
        "value": _stored(name.value),
        "sub": sub,
    }
