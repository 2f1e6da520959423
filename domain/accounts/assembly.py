"""Puts the services of the accounts together from the ports."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.attribute_changes import AttributeChanges
from domain.accounts.auth_events import UserAuthEvents
from domain.accounts.auth_factors import GetAuthFactors
from domain.accounts.change_password import ChangePassword
from domain.accounts.client_proof import ClientProof
from domain.accounts.code_sending import CodeSending
from domain.accounts.codes import OneTimeCodes
from domain.accounts.confirm_device import ConfirmDevice
from domain.accounts.confirm_forgot_password import ConfirmForgotPassword
from domain.accounts.confirm_sign_up import ConfirmSignUp
from domain.accounts.create_user import CreateUser
from domain.accounts.delete_attributes import DeleteAttributes
from domain.accounts.delete_software_token import DeleteSoftwareToken
from domain.accounts.delete_user import DeleteUser
from domain.accounts.devices import UserDevices
from domain.accounts.disable_identity import DisableIdentity
from domain.accounts.find_users import UserFinder
from domain.accounts.forgot_password import ForgotPassword
from domain.accounts.invitations import Invitations
from domain.accounts.link_identity import LinkIdentity
from domain.accounts.list_users import ListUsers
from domain.accounts.memberships import Memberships
from domain.accounts.migrate_user import MigrateUser
from domain.accounts.named_user import NamedUsers
from domain.accounts.new_password import NewPassword
from domain.accounts.passkeys import UserPasskeys
from domain.accounts.profiles import Profiles
from domain.accounts.recorded_events import EventRecorder
from domain.accounts.register_passkey import RegisterPasskey
from domain.accounts.register_software_token import RegisterSoftwareToken
from domain.accounts.reinvite_user import ReinviteUser
from domain.accounts.resend_code import ResendCode
from domain.accounts.reset_password import ResetPassword
from domain.accounts.send_attribute_code import SendAttributeCode
from domain.accounts.set_mfa_preference import SetMfaPreference
from domain.accounts.set_password import SetPassword
from domain.accounts.sign_up import SignUp, SignUpTriggers
from domain.accounts.sign_up_sessions import SignUpSessions
from domain.accounts.threat_protection import ThreatProtection
from domain.accounts.update_attributes import UpdateAttributes
from domain.accounts.user_sessions import UserSessions
from domain.accounts.user_status import UserStatuses
from domain.accounts.verify_attribute import VerifyAttribute
from domain.catalog import Catalog
from domain.messages.compose import Composer
from domain.paging import Pager
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens
from domain.triggers.hooks import Hooks
from domain.triggers.post_confirmation import PostConfirmation
from domain.triggers.pre_sign_up import PreSignUp


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountParts:
    """What the accounts share with signing in."""

    catalog: Catalog
    finder: UserFinder
    proof: ClientProof
    hooks: Hooks
    access: AccessTokens
    new_password: NewPassword
    protection: ThreatProtection
    recorder: EventRecorder
    composer: Composer
    migration: MigrateUser
    sign_up_sessions: SignUpSessions
    pager: Pager
    srp_verifiers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountServices:
    """Everything that is done with accounts, by their owners and by administrators."""

    sign_up: SignUp
    confirm_sign_up: ConfirmSignUp
    resend_code: ResendCode
    forgot_password: ForgotPassword
    confirm_forgot_password: ConfirmForgotPassword
    change_password: ChangePassword
    set_password: SetPassword
    reset_password: ResetPassword
    profiles: Profiles
    list_users: ListUsers
    update_attributes: UpdateAttributes
    delete_attributes: DeleteAttributes
    send_attribute_code: SendAttributeCode
    verify_attribute: VerifyAttribute
    create_user: CreateUser
    reinvite_user: ReinviteUser
    delete_user: DeleteUser
    user_status: UserStatuses
    link_identity: LinkIdentity
    disable_identity: DisableIdentity
    set_mfa_preference: SetMfaPreference
    auth_factors: GetAuthFactors
    register_software_token: RegisterSoftwareToken
    delete_software_token: DeleteSoftwareToken
    confirm_device: ConfirmDevice
    devices: UserDevices
    register_passkey: RegisterPasskey
    passkeys: UserPasskeys
    user_sessions: UserSessions
    memberships: Memberships
    auth_events: UserAuthEvents


def assemble_accounts(ports: Ports, parts: AccountParts) -> AccountServices:
    """Construct the services of the accounts."""
    finder, access, new_password = parts.finder, parts.access, parts.new_password
    people = NamedUsers(finder, parts.proof, parts.protection, parts.recorder)
    codes = OneTimeCodes(ports)
    composer = parts.composer
    sending = CodeSending(ports, codes, composer)
    changes = AttributeChanges(ports, sending)
    invitations = Invitations(composer, ports.reporter)
    statuses = UserStatuses(ports, finder)
    pre_sign_up, confirmed = PreSignUp(parts.hooks), PostConfirmation(parts.hooks)
    sessions = parts.sign_up_sessions
    triggers = SignUpTriggers(pre_sign_up=pre_sign_up, post_confirmation=confirmed)
    return AccountServices(
        sign_up=SignUp(ports, people, new_password, sending, triggers, sessions),
        confirm_sign_up=ConfirmSignUp(ports, people, finder, codes, confirmed, sessions),
        resend_code=ResendCode(people, sending),
        forgot_password=ForgotPassword(people, sending, parts.migration, ports.reporter),
        confirm_forgot_password=ConfirmForgotPassword(
            ports, people, codes, new_password, confirmed
        ),
        change_password=ChangePassword(ports, access, new_password, parts.recorder),
        set_password=SetPassword(ports, finder, new_password),
        reset_password=ResetPassword(ports, finder, sending),
        profiles=Profiles(access, finder),
        list_users=ListUsers(parts.catalog, parts.pager),
        update_attributes=UpdateAttributes(access, finder, changes),
        delete_attributes=DeleteAttributes(access, finder, changes),
        send_attribute_code=SendAttributeCode(ports, access, sending),
        verify_attribute=VerifyAttribute(ports, access, codes),
        create_user=CreateUser(ports, finder, new_password, invitations, pre_sign_up),
        reinvite_user=ReinviteUser(ports, finder, new_password, invitations),
        delete_user=DeleteUser(ports, access, finder),
        user_status=statuses,
        link_identity=LinkIdentity(ports, finder),
        disable_identity=DisableIdentity(ports, finder, statuses),
        set_mfa_preference=SetMfaPreference(ports, access, finder),
        auth_factors=GetAuthFactors(ports.store, access, finder),
        register_software_token=RegisterSoftwareToken(ports, access),
        delete_software_token=DeleteSoftwareToken(ports, finder),
        confirm_device=ConfirmDevice(ports, access, parts.srp_verifiers),
        devices=UserDevices(ports, access, finder, parts.pager),
        register_passkey=RegisterPasskey(ports, access),
        passkeys=UserPasskeys(ports, access, parts.pager),
        user_sessions=UserSessions(ports, access, finder),
        memberships=Memberships(ports, finder, parts.pager),
        auth_events=UserAuthEvents(ports, finder, parts.pager),
    )
