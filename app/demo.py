"""The demo pool of `cognate dev`: fixed ids, so that snippets run as they stand."""

from __future__ import annotations

from contextlib import suppress

from app.assembly import Assembly
from app.development import DEMO_CLIENT_ID, DEMO_PASSWORD, DEMO_USERNAME, demo_pool_id
from domain.accounts.create_user import Invitation
from domain.errors import UsernameExistsException
from domain.model.client import ClientSettings
from domain.model.identifiers import PoolId, Secret
from domain.model.pool import PoolSettings
from domain.pools.clients import NewClient
from domain.pools.pools import NewPool
from domain.ports.sentinels import Taken
from domain.services import Services


def make(assembly: Assembly) -> None:
    """Make pool, client and user, if the store holds nothing, or a demo pool without users.

    The latter is what a start leaves that was cut off. Of several servers that start on one empty
    store whichever comes first at a step does it.
    """
    chosen = demo_pool_id(assembly.deployment.region)
    if not _is_untouched(assembly, chosen):
        return
    with suppress(Taken):
        _make_pool(assembly.services, chosen)
    with suppress(Taken):
        _make_client(assembly.services, chosen)
    with suppress(UsernameExistsException):
        _make_user(assembly.services, chosen)


def _is_untouched(assembly: Assembly, chosen: PoolId) -> bool:
    with assembly.ports.store.reading() as unit:
        pools = [pool.id for pool in unit.pools.page(None, 2)]
        return not pools or (pools == [chosen] and unit.users.count(chosen, 1).users == 0)


def _make_pool(services: Services, chosen: PoolId) -> None:
    new = NewPool(
        name="demo",
        settings=PoolSettings(auto_verified=("email",)),
        username_attributes=("email",),
        case_sensitive=False,
    )
    services.pools.create(new, chosen)


def _make_client(services: Services, chosen: PoolId) -> None:
    settings = ClientSettings(
        flows=("ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"),
        prevent_user_existence_errors="ENABLED",
    )
    services.clients.create(chosen, NewClient(name="demo", settings=settings), DEMO_CLIENT_ID)


def _make_user(services: Services, chosen: PoolId) -> None:
    invitation = Invitation(
        pool_id=chosen,
        username=DEMO_USERNAME,
        attributes={"email": DEMO_USERNAME, "email_verified": "true"},
        temporary_password=Secret(DEMO_PASSWORD),
        silent=True,
    )
    services.accounts.create_user.create(invitation)
    services.accounts.set_password.set(chosen, DEMO_USERNAME, Secret(DEMO_PASSWORD), permanent=True)
