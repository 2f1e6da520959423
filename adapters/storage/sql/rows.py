"""Rows of a user's world to values: the columns in the order that the functions unpack them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.tables import CREDENTIALS as C
from adapters.storage.sql.tables import FAMILIES as F
from adapters.storage.sql.tables import USERS as U
from domain.model.factors import NO_FACTORS, Factor, UserFactors
from domain.model.group import Membership
from domain.model.identifiers import PoolId, Sub
from domain.model.identity import Identity
from domain.model.token import Grace, NewestToken, TokenFamily
from domain.model.user import Credentials, User, UserStatus

USER: Final = tuple(column for column in U.c if column.key not in {"pool_id", "sub"})
CREDENTIALS: Final = tuple(column for column in C.c if column.key not in {"pool_id", "sub"})
FAMILY: Final = tuple(column for column in F.c if column.key not in {"pool_id", "sub"})
"""All but the key, which whoever asks knows. The first column is null only where no row was."""

FACTORS: Final = Codec(UserFactors)
IDENTITY: Final = Codec(Identity)


def user(pool_id: PoolId, sub: Sub, row: Sequence[Any]) -> User | None:
    """Return the user of the columns `USER`, or None."""
    version, username, status, enabled, attributes, created, modified, epoch, ended, *rest = row
    if version is None:
        return None
    factors, identities = rest
    return User(
        pool_id=pool_id,
        sub=sub,
        username=username,
        status=UserStatus(status),
        enabled=bool(enabled),  # SQLite has numbers for it
        attributes=loads(attributes),
        created_at_ms=created,
        modified_at_ms=modified,
        epoch=epoch,
        signed_out_at_ms=ended,
        factors=NO_FACTORS if factors is None else FACTORS.value(loads(factors)),
        identities=() if identities is None else tuple(map(IDENTITY.value, loads(identities))),
        version=version,
    )


def factors_column(factors: UserFactors) -> str | None:
    """Return what the column of a user's factors holds: null where he has set nothing.

    Most users have not, and every request reads the column.
    """
    return None if factors == NO_FACTORS else dumps(FACTORS.document(factors))


def identities_column(identities: Sequence[Identity]) -> str | None:
    """Return what the column of a user's identities holds: null where he has none, as most."""
    return dumps([IDENTITY.document(each) for each in identities]) if identities else None


def credentials(pool_id: PoolId, sub: Sub, row: Sequence[Any]) -> Credentials | None:
    """Return the credentials of the columns `CREDENTIALS`, or None."""
    generation, password_hash, verifier, set_at_ms, temporary_until_ms, history = row
    if generation is None:
        return None
    return Credentials(
        pool_id=pool_id,
        sub=sub,
        generation=generation,
        password_hash=password_hash,
        sealed_verifier=verifier,
        set_at_ms=set_at_ms,
        temporary_until_ms=temporary_until_ms,
        history=tuple(loads(history)),
    )


def family(pool_id: PoolId, sub: Sub, row: Sequence[Any]) -> TokenFamily | None:
    """Return the token family of the columns `FAMILY`, or None."""
    family_id, client_id, event_id, digest, authenticated, expires, *rest = row
    if family_id is None:
        return None
    revoked, device_key, proven, *newest = rest
    return TokenFamily(
        pool_id=pool_id,
        sub=sub,
        id=family_id,
        client_id=client_id,
        event_id=event_id,
        token_digest=digest,
        authenticated_at_ms=authenticated,
        expires_at_ms=expires,
        revoked_at_ms=revoked,
        device_key=device_key,
        proven=tuple(Factor(name) for name in proven.split()) if proven else (),
        newest=_newest(*newest),
    )


def memberships(text: str | None) -> tuple[Membership, ...]:
    """Return the memberships of the column that `json_rows` made."""
    return tuple(
        Membership(group=group, role_arn=role_arn, precedence=precedence)
        for group, role_arn, precedence in (loads(text) if text else ())
    )


def _newest(generation: int | None, digest: bytes, graces: str | None) -> NewestToken | None:
    if generation is None:
        return None
    pairs = (each.split(":") for each in graces.split()) if graces else ()
    return NewestToken(
        generation=generation,
        digest=digest,
        graces=tuple(Grace(int(number), int(until_ms)) for number, until_ms in pairs),
    )


def newest_columns(newest: NewestToken | None) -> dict[str, Any]:
    """Return what a family's columns hold of its newest refresh token: nulls before the first."""
    if newest is None:
        return {"generation": None, "newest_digest": None, "graces": None}
    graces = " ".join(f"{each.generation}:{each.until_ms}" for each in newest.graces)
    return {
        "generation": newest.generation,
        "newest_digest": newest.digest,
        "graces": graces or None,
    }
