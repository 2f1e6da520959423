"""The services of the domain, each constructed once from the ports.

One field per use case, named as its module, those of signing in and of accounts in groups of their
own; the operations of the API call nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.access_keys import AccessKeys
from domain.accounts.assembly import AccountParts, AccountServices, assemble_accounts
from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import UserFinder
from domain.accounts.invitations import Invitations
from domain.accounts.migrate_user import MigrateUser
from domain.accounts.new_password import NewPassword
from domain.accounts.recorded_events import EventRecorder
from domain.accounts.threat_protection import ThreatProtection
from domain.auth.assembly import Shared, SignInServices, assemble
from domain.auth.sign_up_sessions import SealedSignUps
from domain.catalog import Catalog
from domain.imports.assembly import ImportServices, assemble_imports
from domain.messages.compose import Composer
from domain.messages.courier import Courier
from domain.messages.mailbox import Mailbox
from domain.paging import Pager
from domain.pools.branding import Brandings
from domain.pools.client_secrets import ClientSecrets
from domain.pools.clients import Clients
from domain.pools.domains import Domains
from domain.pools.groups import Groups
from domain.pools.identity_providers import IdentityProviders
from domain.pools.log_delivery import LogDeliveries
from domain.pools.mfa_config import MfaConfig
from domain.pools.pools import Pools
from domain.pools.provisioned_limits import ProvisionedLimits
from domain.pools.replicas import Replicas
from domain.pools.resource_servers import ResourceServers
from domain.pools.risk_configuration import RiskConfigurations
from domain.pools.session_config import SessionConfig
from domain.pools.signing_certificates import SigningCertificates
from domain.pools.tags import Tags
from domain.pools.terms import TermsDocuments
from domain.pools.ui_customizations import UiCustomizations
from domain.ports.bundle import Deployment, Ports
from domain.tokens.access import AccessTokens
from domain.triggers.custom_message import CustomMessages
from domain.triggers.custom_sender import CustomSenders
from domain.triggers.hooks import Hooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the service can do."""

    catalog: Catalog
    access: AccessTokens
    access_keys: AccessKeys
    courier: Courier
    mailbox: Mailbox
    brandings: Brandings
    pools: Pools
    mfa_config: MfaConfig
    clients: Clients
    client_secrets: ClientSecrets
    domains: Domains
    groups: Groups
    imports: ImportServices
    provisioned_limits: ProvisionedLimits
    identity_providers: IdentityProviders
    replicas: Replicas
    resource_servers: ResourceServers
    risk_configurations: RiskConfigurations
    log_deliveries: LogDeliveries
    session_config: SessionConfig
    signing_certificates: SigningCertificates
    tags: Tags
    terms: TermsDocuments
    ui_customizations: UiCustomizations
    auth: SignInServices
    accounts: AccountServices


def build(ports: Ports, deployment: Deployment) -> Services:
    """Construct every service."""
    shared = _shared(ports, deployment)
    pager = Pager(ports.sealer, ports.clock)
    signing_in = assemble(ports, deployment, shared)
    parts = _account_parts(shared, signing_in.sign_ups, pager, deployment)
    accounts = assemble_accounts(ports, parts)
    return Services(
        catalog=shared.catalog,
        access=shared.access,
        access_keys=AccessKeys(ports),
        courier=Courier(ports, CustomSenders(shared.hooks, ports.triggers)),
        mailbox=Mailbox(ports),
        brandings=Brandings(ports),
        pools=Pools(ports, pager, deployment),
        mfa_config=MfaConfig(ports, deployment),
        clients=Clients(ports, pager),
        client_secrets=ClientSecrets(ports),
        domains=Domains(ports, deployment),
        groups=Groups(ports, pager),
        imports=assemble_imports(ports, pager, deployment),
        provisioned_limits=ProvisionedLimits(ports),
        identity_providers=IdentityProviders(ports, pager),
        replicas=Replicas(ports, deployment),
        resource_servers=ResourceServers(ports, pager),
        risk_configurations=RiskConfigurations(ports),
        log_deliveries=LogDeliveries(ports),
        session_config=SessionConfig(ports),
        signing_certificates=SigningCertificates(ports),
        tags=Tags(ports, deployment),
        terms=TermsDocuments(ports, pager),
        ui_customizations=UiCustomizations(ports, deployment),
        auth=signing_in,
        accounts=accounts,
    )


def _account_parts(
    shared: Shared, sign_ups: SealedSignUps, pager: Pager, deployment: Deployment
) -> AccountParts:
    return AccountParts(
        catalog=shared.catalog,
        finder=shared.finder,
        proof=shared.proof,
        hooks=shared.hooks,
        access=shared.access,
        new_password=shared.new_password,
        protection=shared.protection,
        recorder=shared.recorder,
        composer=shared.composer,
        migration=shared.migration,
        sign_up_sessions=sign_ups,
        pager=pager,
        srp_verifiers=deployment.srp_verifiers,
    )


def _shared(ports: Ports, deployment: Deployment) -> Shared:
    catalog, hooks = Catalog(ports.store), Hooks(ports.triggers, deployment, ports.callers)
    composer = Composer(ports, CustomMessages(hooks), CustomSenders(hooks, ports.triggers))
    protection, recorder = ThreatProtection(ports.compromised), EventRecorder(ports)
    new_password = NewPassword(ports, deployment, protection)
    return Shared(
        catalog=catalog,
        finder=UserFinder(catalog, ports.sealer),
        proof=ClientProof(ports.sealer),
        hooks=hooks,
        composer=composer,
        access=AccessTokens(ports.signer, catalog, ports.clock, deployment),
        new_password=new_password,
        protection=protection,
        recorder=recorder,
        migration=MigrateUser(ports, hooks, new_password, Invitations(composer, ports.reporter)),
    )
