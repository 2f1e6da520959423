"""The services of the domain, each constructed once from the ports.

One field per use case, named as its module; the operations of the API call nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.access_keys import AccessKeys
from domain.accounts.assembly import AccountParts, assemble_accounts
from domain.accounts.auth_factors import GetAuthFactors
from domain.accounts.change_password import ChangePassword
from domain.accounts.client_proof import ClientProof
from domain.accounts.confirm_device import ConfirmDevice
from domain.accounts.confirm_forgot_password import ConfirmForgotPassword
from domain.accounts.confirm_sign_up import ConfirmSignUp
from domain.accounts.create_user import CreateUser
from domain.accounts.delete_software_token import DeleteSoftwareToken
from domain.accounts.delete_user import DeleteUser
from domain.accounts.devices import UserDevices
from domain.accounts.find_users import UserFinder
from domain.accounts.forgot_password import ForgotPassword
from domain.accounts.new_password import NewPassword
from domain.accounts.passkeys import UserPasskeys
from domain.accounts.profiles import Profiles
from domain.accounts.register_passkey import RegisterPasskey
from domain.accounts.register_software_token import RegisterSoftwareToken
from domain.accounts.reinvite_user import ReinviteUser
from domain.accounts.resend_code import ResendCode
from domain.accounts.reset_password import ResetPassword
from domain.accounts.set_mfa_preference import SetMfaPreference
from domain.accounts.set_password import SetPassword
from domain.accounts.sign_up import SignUp
from domain.accounts.update_attributes import UpdateAttributes
from domain.accounts.user_sessions import UserSessions
from domain.accounts.user_status import UserStatuses
from domain.auth.assembly import Shared, assemble
from domain.auth.machine import SignIn
from domain.auth.mfa_enrolment import MfaEnrolment
from domain.auth.refresh import Refresh
from domain.auth.revoke_token import RevokeToken
from domain.auth.rotating_refresh import RotatingRefresh
from domain.auth.sign_out import SignOut
from domain.auth.sign_up_sessions import SealedSignUps
from domain.catalog import Catalog
from domain.messages.compose import Composer
from domain.messages.courier import Courier
from domain.messages.mailbox import Mailbox
from domain.paging import Pager
from domain.pools.client_secrets import ClientSecrets
from domain.pools.clients import Clients
from domain.pools.mfa_config import MfaConfig
from domain.pools.pools import Pools
from domain.pools.session_config import SessionConfig
from domain.ports.bundle import Deployment, Ports
from domain.tokens.access import AccessTokens
from domain.triggers.custom_message import CustomMessages
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
    mfa_config: MfaConfig
    clients: Clients
    client_secrets: ClientSecrets
    session_config: SessionConfig
    sign_in: SignIn
    mfa_enrolment: MfaEnrolment
    refresh: Refresh
    rotating_refresh: RotatingRefresh
    revoke_token: RevokeToken
    sign_out: SignOut
    sign_up: SignUp
    confirm_sign_up: ConfirmSignUp
    resend_code: ResendCode
    forgot_password: ForgotPassword
    confirm_forgot_password: ConfirmForgotPassword
    change_password: ChangePassword
    set_password: SetPassword
    reset_password: ResetPassword
    profiles: Profiles
    update_attributes: UpdateAttributes
    create_user: CreateUser
    reinvite_user: ReinviteUser
    delete_user: DeleteUser
    user_status: UserStatuses
    set_mfa_preference: SetMfaPreference
    auth_factors: GetAuthFactors
    register_software_token: RegisterSoftwareToken
    delete_software_token: DeleteSoftwareToken
    confirm_device: ConfirmDevice
    devices: UserDevices
    register_passkey: RegisterPasskey
    passkeys: UserPasskeys
    user_sessions: UserSessions


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
        courier=Courier(ports),
        mailbox=Mailbox(ports),
        pools=Pools(ports, pager, deployment),
        mfa_config=MfaConfig(ports, deployment),
        clients=Clients(ports, pager),
        client_secrets=ClientSecrets(ports),
        session_config=SessionConfig(ports),
        sign_in=signing_in.sign_in,
        mfa_enrolment=signing_in.mfa_enrolment,
        refresh=signing_in.refresh,
        rotating_refresh=signing_in.rotating_refresh,
        revoke_token=signing_in.revoke_token,
        sign_out=signing_in.sign_out,
        sign_up=accounts.sign_up,
        confirm_sign_up=accounts.confirm_sign_up,
        resend_code=accounts.resend_code,
        forgot_password=accounts.forgot_password,
        confirm_forgot_password=accounts.confirm_forgot_password,
        change_password=accounts.change_password,
        set_password=accounts.set_password,
        reset_password=accounts.reset_password,
        profiles=accounts.profiles,
        update_attributes=accounts.update_attributes,
        create_user=accounts.create_user,
        reinvite_user=accounts.reinvite_user,
        delete_user=accounts.delete_user,
        user_status=accounts.user_status,
        set_mfa_preference=accounts.set_mfa_preference,
        auth_factors=accounts.auth_factors,
        register_software_token=accounts.register_software_token,
        delete_software_token=accounts.delete_software_token,
        confirm_device=accounts.confirm_device,
        devices=accounts.devices,
        register_passkey=accounts.register_passkey,
        passkeys=accounts.passkeys,
        user_sessions=UserSessions(ports, shared.access, shared.finder),
    )


def _account_parts(
    shared: Shared, sign_ups: SealedSignUps, pager: Pager, deployment: Deployment
) -> AccountParts:
    return AccountParts(
        finder=shared.finder,
        proof=shared.proof,
        hooks=shared.hooks,
        access=shared.access,
        new_password=shared.new_password,
        composer=shared.composer,
        sign_up_sessions=sign_ups,
        pager=pager,
        srp_verifiers=deployment.srp_verifiers,
    )


def _shared(ports: Ports, deployment: Deployment) -> Shared:
    catalog, hooks = Catalog(ports.store), Hooks(ports.triggers, deployment)
    return Shared(
        catalog=catalog,
        finder=UserFinder(catalog, ports.sealer),
        proof=ClientProof(ports.sealer),
        hooks=hooks,
        composer=Composer(ports, CustomMessages(hooks)),
        access=AccessTokens(ports.signer, catalog, ports.clock, deployment),
        new_password=NewPassword(
            ports.hasher, ports.verifiers, ports.sealer, ports.clock, deployment, ports.store
        ),
    )
