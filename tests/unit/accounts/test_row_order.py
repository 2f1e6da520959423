"""The order in which writing units touch a user's rows: one for all, so that none wait in a ring.

On PostgreSQL a unit holds the rows that it changed. If one of two held the user and waited for his
lock, and the other the lock and waited for the user, the database would break one of them off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import services as domain_services
from domain.errors import ResourceNotFoundException
from domain.model.factors import SecondFactor
from domain.model.pool import SessionTracking
from domain.model.user import UserStatus
from tests.support.accounts import Desk, pairs
from tests.support.authenticator import Authenticator
from tests.support.devices import OTHER_KEY, Phone, by_password, track
from tests.support.noting_store import NotingStore
from tests.support.passkeys import by_passkey, open_to_passkeys
from tests.support.second_factors import give_factors, newest_code
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.linking_desk import LinkingDesk, who
from tests.unit.accounts.passkey_desk import register

NEW = "N3w!password"
EMAIL = "ann@example.com"

RANKS = {
    "spent.spend": 0,
    "users.add": 1,
    "users.save": 1,
    "users.hold": 1,
    "families.add": 1,
    "devices.add": 1,
    "passkeys.add": 1,
    "memberships.add": 1,
    "credentials.save": 2,
    "credentials.replace_hash": 2,
    "software_tokens.put": 2,
    "software_tokens.use": 2,
    "software_tokens.drop": 2,
    "devices.remember": 2,
    "devices.touch": 2,
    "devices.remove": 2,
    "passkeys.use": 2,
    "passkeys.remove": 2,
    "memberships.remove": 2,
    "names.claim": 2,
    "names.release": 2,
    "families.rotate": 2,
    "families.revoke": 2,
    "families.revoke_all": 2,
    "sessions.add": 2,
    "sessions.touch": 2,
    "sessions.drop": 2,
    "sessions.drop_all": 2,
    "locks.claim": 3,
    "locks.clear": 3,
    "budgets.spend": 4,
    "budgets.restore": 4,
    "pending.put": 5,
    "pending.take": 5,
    "codes.put": 5,
    "codes.claim": 5,
    "codes.consume": 5,
    "outbox.add": 6,
    "users.remove": 6,
}
"""Everything that a use case writes about a user, by its place in the order.

To remove a user touches all of his rows, which is safe after the save that holds him.
"""


class Watched:
    """Ann, Bob with a temporary password, and a desk whose writes are noted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        world = desk.world
        self.store = NotingStore(world.store)
        world.ports = replace(world.ports, store=self.store)
        world.services = domain_services.build(world.ports, world.deployment)
        pool = world.services.catalog.pool(desk.client.pool_id)
        proven = {"email": EMAIL, "email_verified": "true"}
        self.ann = world.add_user(pool, attributes=proven)
        world.add_user(pool, "bob", status=UserStatus.FORCE_CHANGE_PASSWORD)

    def choose_password(self) -> None:
        """Sign Bob in, with a first address."""
        session = asked(self.desk.sign_in.by_password("bob")).session
        answers = {"USERNAME": "bob", "NEW_PASSWORD": NEW, "userAttributes.email": "b@example.com"}
        tokens(self.desk.sign_in.answer("NEW_PASSWORD_REQUIRED", session, answers))

    def sign_up(self) -> None:
        """Sign Carl up, and confirm him."""
        self.desk.sign_up("carl", email="carl@example.com")
        self.desk.public("ResendConfirmationCode", Username="carl")
        self.desk.public("ConfirmSignUp", Username="carl", ConfirmationCode=self.desk.code())

    def confirm_by_admin(self) -> None:
        """Sign Dora up, and confirm her by an administrator's word."""
        self.desk.sign_up("dora", email="dora@example.com")
        self.desk.admin("AdminConfirmSignUp", "dora")

    def recover(self) -> None:
        """Recover Ann's password by a code, after a wrong one."""
        self.desk.public("ForgotPassword", Username="ann")
        self.desk.public(
            "ConfirmForgotPassword",
            Username="ann",
            ConfirmationCode=self.desk.code(),
            Password=NEW,
        )

    def reset(self) -> None:
        """End Ann's password by an administrator."""
        self.desk.admin("AdminResetUserPassword")

    def set_password(self) -> None:
        """Set Ann's password by an administrator."""
        self.desk.admin("AdminSetUserPassword", Password=NEW, Permanent=True)

    def change_password(self) -> None:
        """Let Ann change her password."""
        token = self.desk.signed_in()
        self.desk.call(
            "ChangePassword",
            AccessToken=token,
            PreviousPassword=PASSWORD,
            ProposedPassword=NEW,
        )

    def sign_in_by_srp(self) -> None:
        """Sign Ann in by SRP, and out."""
        tokens(self.desk.sign_in.by_srp())
        self.desk.admin("AdminUserGlobalSignOut")

    def use_a_device(self) -> None:
        """Confirm a device of Ann's, sign in from it with a code, and forget it."""
        client = self.desk.sign_in
        track(client, challenge_on_new=True)
        given = tokens(client.by_password())
        assert given.new_device is not None
        phone = Phone(key=given.new_device.key, group_key=given.new_device.group_key)
        own = {"AccessToken": given.access_token, "DeviceKey": phone.key}
        self.desk.call("ConfirmDevice", **own, DeviceSecretVerifierConfig=phone.secret)
        self.desk.call("UpdateDeviceStatus", **own, DeviceRememberedStatus="remembered")
        with pytest.raises(ResourceNotFoundException):
            by_password(client, OTHER_KEY)
        give_factors(client, self.ann, SecondFactor.SMS)
        session = asked(by_password(client, phone.key)).session
        code = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
        tokens(phone.prove(client, asked(client.answer("SMS_MFA", session, code))))
        self.desk.call("ForgetDevice", **own)

    def use_a_passkey(self) -> None:
        """Register a passkey of Ann's, sign in by it, and delete it."""
        client = self.desk.sign_in
        open_to_passkeys(client)
        token, authenticator = self.desk.signed_in(), Authenticator(counts=True)
        register(self.desk, token, authenticator)
        tokens(by_passkey(client, authenticator))
        self.desk.call(
            "DeleteWebAuthnCredential", AccessToken=token, CredentialId=authenticator.credential_id
        )

    def sign_in_once_too_often(self) -> None:
        """Sign Ann in where one session ends another, refresh, and let her revoke one."""
        world = self.desk.world
        pool = world.services.catalog.pool(self.desk.client.pool_id)
        with world.store.writing() as unit:
            tracking = SessionTracking(enabled=True, max_per_user=2)
            unit.pools.save(replace(pool, sessions=tracking))
        for _ in range(2):
            tokens(self.desk.sign_in.by_srp())
            world.clock.advance(s=1)
        given = tokens(self.desk.sign_in.by_srp())
        self.desk.sign_in.refresh(given.refresh_token or "")
        listed = self.desk.call("ListUserSessions", AccessToken=given.access_token)["Sessions"]
        self.desk.call(
            "RevokeUserSession",
            AccessToken=given.access_token,
            SessionId=listed[1]["SessionId"],
        )

    def be_in_groups(self) -> None:
        """Put Ann into a group, and take her out."""
        of_group = {"UserPoolId": self.desk.client.pool_id, "GroupName": "admins"}
        self.desk.call("CreateGroup", **of_group)
        self.desk.admin("AdminAddUserToGroup", GroupName="admins")
        self.desk.admin("AdminRemoveUserFromGroup", GroupName="admins")

    def be_known_elsewhere(self) -> None:
        """Link Ann to identities, end one of the links, and take her password."""
        links = LinkingDesk(self.desk)
        links.link(who("Google", "1"))
        links.link(who("Corp", EMAIL, "email"))
        links.disable(who("Google", "1"))
        links.disable(who("Cognito", "ann"))

    def move(self) -> None:
        """Change both of Ann's addresses, ask for another code, prove one and delete one."""
        own = {"AccessToken": self.desk.signed_in()}
        change = pairs(email="new@example.com", phone_number="+15555550100")
        self.desk.call("UpdateUserAttributes", **own, UserAttributes=change)
        email = {**own, "AttributeName": "email"}
        self.desk.call("GetUserAttributeVerificationCode", **email)
        self.desk.call("VerifyUserAttribute", **email, Code=self.desk.code())
        self.desk.call("DeleteUserAttributes", **own, UserAttributeNames=["phone_number"])

    def administer(self) -> None:
        """Make, invite again, change, disable and delete Eve."""
        self.desk.admin("AdminCreateUser", "eve", UserAttributes=pairs(email="eve@example.com"))
        self.desk.admin("AdminCreateUser", "eve", MessageAction="RESEND")
        change = pairs(email="e@example.com", email_verified="true")
        self.desk.admin("AdminUpdateUserAttributes", "eve", UserAttributes=change)
        self.desk.admin("AdminDisableUser", "eve")
        self.desk.admin("AdminEnableUser", "eve")
        self.desk.admin("AdminDeleteUser", "eve")


@pytest.fixture
def watched(make_desk: MakeDesk) -> Watched:
    """The scene."""
    return Watched(
        make_desk(
            alias_attributes=("email",),
            auto_verified=("email", "phone_number"),
            verify_before_update=("email",),
        )
    )


@pytest.mark.parametrize(
    "act",
    [
        Watched.choose_password,
        Watched.sign_up,
        Watched.confirm_by_admin,
        Watched.recover,
        Watched.reset,
        Watched.set_password,
        Watched.change_password,
        Watched.sign_in_by_srp,
        Watched.sign_in_once_too_often,
        Watched.use_a_device,
        Watched.use_a_passkey,
        Watched.be_in_groups,
        Watched.be_known_elsewhere,
        Watched.move,
        Watched.administer,
    ],
)
def test_every_unit_keeps_the_order(watched: Watched, act: Callable[[Watched], None]) -> None:
    """No unit comes back to a row that others take earlier than what it holds."""
    watched.store.units.clear()
    act(watched)

    written = [[call for call in unit if call in RANKS] for unit in watched.store.units]
    assert any(written)
    for calls in written:
        assert calls == sorted(calls, key=RANKS.__getitem__)
