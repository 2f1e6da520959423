"""What people and programs keep secret is nowhere in the store and nowhere in the log (SEC-01)."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.access_key import make_access_key
from tests.support.at_rest import contents
from tests.support.authenticator import Authenticator, from_text
from tests.support.deployments import Deployment
from tests.support.fakes import MASTER_SECRET
from tests.support.hidden import is_in
from tests.support.second_factors import app_code
from tests.support.served_devices import (
    TRACKING,
    begun_from,
    confirmed_device,
    proof_wanted,
)
from tests.support.served_passkeys import passkey_tenant, preferring
from tests.support.served_passkeys import register as register_passkey
from tests.support.srp_client import SrpClient
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique

PHONE = "+4915112345678"


@dataclass
class Life:
    """What happened in a pool of its own, and every secret that was in it."""

    deployment: Deployment
    tenant: Tenant = field(init=False)
    secrets: dict[str, bytes] = field(default_factory=dict)
    personal: list[bytes] = field(default_factory=list)
    user: str = field(init=False)

    def __post_init__(self) -> None:
        self.tenant = make_tenant(self.deployment, client={"GenerateSecret": False})
        self.keep("master key", MASTER_SECRET)
        self.keep("password of other tests", PASSWORD)
        confidential = self.tenant.with_client(GenerateSecret=True)
        self.keep("client secret", confidential.client_secret or "")
        self.user = self._sign_up()
        self._sign_in()
        self._by_srp()
        self._by_device()
        self._by_token()
        self._by_passkey()
        self._forget()
        self._invite()
        self._provide()
        key = make_access_key(self.deployment, "*")
        self.keep("access key secret", key.secret_key)

    def keep(self, name: str, secret: str | bytes) -> None:
        """Remember a secret."""
        as_bytes = secret.encode() if isinstance(secret, str) else secret
        assert len(as_bytes) >= 6, name
        self.secrets[name] = as_bytes

    def password(self, name: str) -> str:
        """Return a new password."""
        password = f"Aa1!{secrets.token_urlsafe(12)}"
        self.keep(name, password)
        return password

    def address(self) -> str:
        """Return a new address."""
        address = f"{unique('someone')}@example.com"
        self.personal.append(address.encode())
        return address

    def _sign_up(self) -> str:
        name, address = unique("user"), self.address()
        self.personal.append(PHONE.encode())
        self.tenant.api.sign_up(
            ClientId=self.tenant.client_id,
            Username=name,
            Password=self.password("first password"),
            UserAttributes=attributes({"email": address, "phone_number": PHONE}),
        )
        code = self.tenant.code(address)
        self.keep("spent sign-up code", code)
        self.tenant.api.confirm_sign_up(
            ClientId=self.tenant.client_id, Username=name, ConfirmationCode=code
        )
        return name

    def _sign_in(self) -> None:
        first = self.secrets["first password"].decode()
        tokens = self.tenant.sign_in(self.user, first)
        self._keep_refresh_token("refresh token", tokens["RefreshToken"])
        self.keep("access token", tokens["AccessToken"])
        self.keep("id token", tokens["IdToken"])
        self.tenant.refresh(tokens["RefreshToken"])
        ended = self.tenant.sign_in(self.user, first)
        self._keep_refresh_token("revoked refresh token", ended["RefreshToken"])
        self.tenant.api.revoke_token(ClientId=self.tenant.client_id, Token=ended["RefreshToken"])
        self.tenant.api.change_password(
            AccessToken=tokens["AccessToken"],
            PreviousPassword=first,
            ProposedPassword=self.password("password"),
        )
        with pytest.raises(self.tenant.api.exceptions.NotAuthorizedException):
            self.tenant.sign_in(self.user, self.password("wrong password"))

    def _keep_refresh_token(self, name: str, token: str) -> None:
        """Remember its last part; those before it name user and sign-in."""
        secret = token.rpartition(".")[2]
        self.keep(name, secret)
        self.keep(f"{name} bytes", base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4)))

    def _by_srp(self) -> None:
        password = self.secrets["password"].decode()
        client = SrpClient(
            prefix=self.tenant.pool_id.partition("_")[2],
            identifier=self.user,
            password=password,
            secret=secrets.randbits(256),
        )
        asked = self.tenant.api.initiate_auth(
            ClientId=self.tenant.client_id,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": self.user, "SRP_A": f"{client.public:x}"},
        )
        shown = asked["ChallengeParameters"]
        self.keep("secret block", shown["SECRET_BLOCK"])
        self.keep("secret block bytes", base64.b64decode(shown["SECRET_BLOCK"]))
        self.keep("salt", bytes.fromhex(shown["SALT"].rjust(32, "0"))[-16:])
        self.keep("verifier", client.verifier(shown["SALT"]).to_bytes(384))
        self.keep("password number", client.password_number(shown["SALT"]).to_bytes(32))

    def _by_device(self) -> None:
        """Confirm a device, and leave its sign-in waiting at either step."""
        tenant = make_tenant(self.deployment, TRACKING)
        name = tenant.user(password=self.password("password beside a device"))
        password = self.secrets["password beside a device"].decode()
        _, phone = confirmed_device(tenant, name, password)
        self.keep("device password", phone.password)
        self.keep("device salt", phone.salt.to_bytes(16))
        self.keep("device verifier", phone.verifier.verifier.to_bytes(384))
        shown = proof_wanted(tenant, phone, name, password)
        self.keep("secret block of a device", base64.b64decode(shown["SECRET_BLOCK"]))
        begun_from(tenant, phone, name, password)

    def _by_passkey(self) -> None:
        """Leave the challenge of a registration waiting, and a sign-in by a passkey open."""
        tenant = passkey_tenant(self.deployment)
        name = tenant.user()
        token = tenant.sign_in(name)["AccessToken"]
        register_passkey(tenant, token, Authenticator())
        started = tenant.api.start_web_authn_registration(AccessToken=token)
        challenge = started["CredentialCreationOptions"]["challenge"]
        self.keep("challenge of a passkey", challenge)
        self.keep("challenge of a passkey bytes", from_text(challenge))
        self.keep("session of a passkey", preferring(tenant, name)["Session"])

    def _by_token(self) -> None:
        """Register a software token, leave a secret waiting, and give codes as second factors."""
        tenant = make_tenant(self.deployment)
        api = tenant.api
        api.set_user_pool_mfa_config(
            UserPoolId=tenant.pool_id,
            MfaConfiguration="OPTIONAL",
            SoftwareTokenMfaConfiguration={"Enabled": True},
            EmailMfaConfiguration={},
        )
        address = self.address()
        name = tenant.user(email=address)
        token = tenant.sign_in(name)["AccessToken"]
        secret = self._associated(api, token, "software token")
        code = app_code(secret, time.time_ns() // 1_000_000)
        api.verify_software_token(AccessToken=token, UserCode=code)
        self._associated(api, token, "waiting software token")
        api.set_user_mfa_preference(AccessToken=token, EmailMfaSettings={"Enabled": True})
        asked: dict[str, Any] = api.initiate_auth(
            ClientId=tenant.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )
        self.keep("session of a code", asked["Session"])
        self.keep("sign-in code", tenant.code(address))

    def _associated(self, api: Any, token: str, name: str) -> str:  # noqa: ANN401 - a client
        """Return a new secret and remember it in both of its forms."""
        secret = str(api.associate_software_token(AccessToken=token)["SecretCode"])
        self.keep(name, secret)
        self.keep(f"{name} bytes", base64.b32decode(secret + "=" * (-len(secret) % 8)))
        return secret

    def _forget(self) -> None:
        address = self.address()
        name = self.tenant.user(
            password=self.password("forgotten password"), email=address, email_verified="true"
        )
        self.tenant.api.forgot_password(ClientId=self.tenant.client_id, Username=name)
        self.keep("waiting recovery code", self.tenant.code(address))

    def _invite(self) -> None:
        name, address = unique("guest"), self.address()
        self.tenant.api.admin_create_user(
            UserPoolId=self.tenant.pool_id,
            Username=name,
            UserAttributes=attributes({"email": address}),
            DesiredDeliveryMediums=["EMAIL"],
        )
        temporary = self.tenant.code(address)
        self.keep("temporary password", temporary)
        asked: dict[str, Any] = self.tenant.api.initiate_auth(
            ClientId=self.tenant.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": temporary},
        )
        self.keep("session", asked["Session"])
        self.tenant.api.respond_to_auth_challenge(
            ClientId=self.tenant.client_id,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": self.password("chosen")},
        )

    def _provide(self) -> None:
        provider = {"ProviderName": "SignInWithApple", "ProviderType": "SignInWithApple"}
        details = {
            "client_id": "com.example.app",
            "team_id": "TEAM",
            "key_id": "KEY",
            "private_key": self.password("private key of a provider"),
            "authorize_scopes": "email",
        }
        of_pool = {"UserPoolId": self.tenant.pool_id}
        self.tenant.api.create_identity_provider(**of_pool, **provider, ProviderDetails=details)
        google = {"ProviderName": "Google", "ProviderType": "Google"}
        details = {
            "client_id": "app",
            "client_secret": self.password("client secret at a provider"),
            "authorize_scopes": "email",
        }
        self.tenant.api.create_identity_provider(**of_pool, **google, ProviderDetails=details)


@pytest.fixture(scope="module")
def life(deployment: Deployment) -> Life:
    """The same life on either database, beside all that other tests have left there."""
    return Life(deployment)


def test_no_secret_is_in_the_store(life: Life) -> None:
    """Of all secrets none is in the file of SQLite or the dump of PostgreSQL, in any form."""
    store = contents(life.deployment)
    assert is_in(life.user.encode(), store), "the search finds what is there"
    found = [name for name, secret in life.secrets.items() if is_in(secret, store)]
    assert found == []
    assert b"PRIVATE KEY" not in store


def test_no_secret_is_in_the_log(life: Life) -> None:
    """Of all secrets, addresses and phone numbers none is in what the servers have written."""
    log = life.deployment.log().encode()
    assert is_in(life.tenant.pool_id.encode(), log), "the search finds what is there"
    found = [name for name, secret in life.secrets.items() if is_in(secret, log)]
    assert found == []
    assert [each for each in life.personal if is_in(each, log)] == []
    assert not re.search(rb"[\w.+-]+@example\.(com|org)", log)


@pytest.mark.parametrize("before", range(6))
def test_the_search_finds_every_form(before: int) -> None:
    """A secret is found raw, in hex, base64 and base32, wherever in the encoded text it begins."""
    secret = b"correct horse battery staple"
    plain = b"x" * before + secret + b"rest"
    for heap in (
        plain,
        plain.hex().encode(),
        plain.hex().upper().encode(),
        base64.b64encode(plain),
        base64.urlsafe_b64encode(plain),
        base64.b32encode(plain),
        json.dumps({"held": plain.decode()}).encode(),
    ):
        assert is_in(secret, b"heap " + heap)
        assert not is_in(secret[::-1], b"heap " + heap)


def test_a_code_is_found_by_itself_only() -> None:
    """Six digits count as a code where they stand alone, not inside a longer number."""
    assert is_in(b"123456", b'{"code":"123456"}')
    assert is_in(b"123456", base64.b64encode(b"your code is 123456."))
    assert not is_in(b"123456", b"at 1791234567890")
