"""The demo pool of `cognate dev`: fixed ids, so that snippets run as they stand."""

from __future__ import annotations

from contextlib import suppress

from app.assembly import Assembly
from app.development import DEMO_CLIENT_ID, DEMO_PASSWORD, DEMO_USERNAME, demo_pool_id
from domain.accounts.create_user import Invitation
from domain.errors import UsernameExistsException
from domain.model.client import ClientSettings
from domain.model.identifiers import Secret
from domain.model.pool import PoolSettings
from domain.pools.clients import NewClient
from domain.pools.pools import NewPool
from domain.ports.sentinels import Taken


def make(assembly: Assembly) -> None:
    """Make pool, client and user, if the store holds no pool yet.

    Of several servers that start on one empty store one makes them.
    """
    with assembly.ports.store.reading() as unit:
        if unit.pools.page(None, 1):
            return
    # Another server has been quicker at one of the steps, and does the others as well.
    with suppress(Taken, UsernameExistsException):
        _make(assembly)


def _make(assembly: Assembly) -> None:
    services, chosen = assembly.services, demo_pool_id(assembly.deployment.region)
    services.pools.create(
        NewPool(
            name="demo",
            settings=PoolSettings(auto_verified=("email",)),
            username_attributes=("email",),
            case_sensitive=False,
        ),
        chosen,
    )
    settings = ClientSettings(
        flows=("ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
        prevent_user_existence_errors="ENABLED",
    )
    services.clients.create(chosen, NewClient(name="demo", settings=settings), DEMO_CLIENT_ID)
    services.create_user.create(
        Invitation(
            pool_id=chosen,
            username=DEMO_USERNAME,
            attributes={"email": DEMO_USERNAME, "email_verified": "true"},
            temporary_password=Secret(DEMO_PASSWORD),
            silent=True,
        )
    )
    services.set_password.set(chosen, DEMO_USERNAME, Secret(DEMO_PASSWORD), permanent=True)
