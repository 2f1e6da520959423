"""The services of the domain, each constructed once from the ports.

One field per use case, named as its module; the operations of the API call nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.access_keys import AccessKeys
from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import UserFinder
from domain.accounts.new_password import NewPassword
from domain.auth.assembly import Shared, assemble
from domain.auth.machine import SignIn
from domain.auth.refresh import Refresh
from domain.auth.sign_out import SignOut
from domain.catalog import Catalog
from domain.messages.courier import Courier
from domain.messages.mailbox import Mailbox
from domain.paging import Pager
from domain.pools.clients import Clients
from domain.pools.pools import Pools
from domain.ports.bundle import Deployment, Ports
from domain.tokens.access import AccessTokens
from domain.triggers.hooks import Hooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the service can do."""

    catalog: Catalog
    access: AccessTokens
    access_keys: AccessKeys
    courier: Courier
    mailbox: Mailbox
    pools: Pools
    clients: Clients
    sign_in: SignIn
    refresh: Refresh
    sign_out: SignOut


def build(ports: Ports, deployment: Deployment) -> Services:
    """Construct every service."""
    shared = _shared(ports, deployment)
    pager = Pager(ports.sealer, ports.clock)
    signing_in = assemble(ports, deployment, shared)
    return Services(
        catalog=shared.catalog,
        access=shared.access,
        access_keys=AccessKeys(ports),
        courier=Courier(ports),
        mailbox=Mailbox(ports),
        pools=Pools(ports, pager, deployment),
        clients=Clients(ports, pager),
        sign_in=signing_in.sign_in,
        refresh=signing_in.refresh,
        sign_out=signing_in.sign_out,
    )


def _shared(ports: Ports, deployment: Deployment) -> Shared:
    catalog = Catalog(ports.store)
    return Shared(
        catalog=catalog,
        finder=UserFinder(catalog, ports.sealer),
        proof=ClientProof(ports.sealer),
        hooks=Hooks(ports.triggers, deployment),
        access=AccessTokens(ports.signer, catalog, ports.clock, deployment),
        new_password=NewPassword(
            ports.hasher, ports.verifiers, ports.sealer, ports.clock, deployment, ports.store
        ),
    )
