"""The pool in which people of the laboratory live: e-mail addresses are their names.

Every user has two names there (his address and his own), so that half a user can show.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.faultlab.caller import Caller

FLOWS = ("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A pool and the one client of it."""

    pool_id: str
    client_id: str


def make_place(port: int) -> Place:
    """Make the pool on a running server."""
    with Caller(port) as caller:
        pool = caller.done(
            "CreateUserPool",
            PoolName="laboratory",
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
        )["UserPool"]
        client = caller.done(
            "CreateUserPoolClient",
            UserPoolId=pool["Id"],
            ClientName="people",
            ExplicitAuthFlows=list(FLOWS),
            PreventUserExistenceErrors="ENABLED",
        )["UserPoolClient"]
    return Place(pool_id=pool["Id"], client_id=client["ClientId"])
