"""What a request on the hot path may cost: statements, commits, keys parsed, settings read.

Counted through the whole wire on both databases, with everything warm. A number that grows here is
a number that every sign-in of every deployment pays for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.routing import Route

from adapters.storage.sql.observe import observe
from adapters.web.well_known import WellKnown
from tests.api.sql_service import Service, cost, service_on
from tests.api.stage import respond
from tests.support.authenticator import Authenticator
from tests.support.devices import Phone
from tests.support.machines import MACHINE
from tests.support.postgres import ServerDatabases
from tests.support.second_factors import app_code
from tests.support.world import PASSWORD


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The warm service on each database."""
    databases: ServerDatabases | None = None
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('budget')}/cognate.db"
    else:
        databases = request.getfixturevalue("postgres")
        url = databases.create_database()
    made = service_on(url)
    yield made
    made.stage.close()
    made.store.close()
    if databases is not None:
        databases.drop_database(url)


def test_a_refresh_is_one_read(service: Service) -> None:
    """A refresh reads once and writes nothing."""
    assert service.tokens is not None
    with observe(service.store) as seen:
        service.begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=service.tokens["RefreshToken"])

    assert cost(seen) == (1, 0)


@pytest.mark.parametrize("text", ["", 'email ^= "a"', 'status = "Enabled"', 'sub ^= "0"'])
def test_a_page_of_users_is_one_read(service: Service, text: str) -> None:
    """The configuration of the pool is that of the cache, confirmed by the same statement."""
    with observe(service.store) as seen:
        service.signed("ListUsers", UserPoolId=service.pool_id, Filter=text)

    assert cost(seen) == (1, 0)


def test_a_refresh_without_rotation_is_one_read(service: Service) -> None:
    """The operation that can rotate costs no more where nothing rotates."""
    assert service.tokens is not None
    with observe(service.store) as seen:
        service.get_tokens(service.tokens["RefreshToken"])

    assert cost(seen) == (1, 0)


def test_a_refresh_with_rotation_is_one_read_and_one_commit(service: Service) -> None:
    """The first use of a token, and its repetition."""
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    client_id = service.new_client(
        service.pool_id, ExplicitAuthFlows=flows, RefreshTokenRotation=rotation
    )
    rotating = replace(service, client_id=client_id)
    given = rotating.by_password()["AuthenticationResult"]["RefreshToken"]
    for _ in range(2):
        with observe(service.store) as seen:
            assert rotating.get_tokens(given)["RefreshToken"] != given
        assert cost(seen) == (1, 1)
        assert len(seen.statements) == 2


def test_a_refresh_from_a_device_is_two_reads(service: Service) -> None:
    """The device is looked up by its key, and only where a sign-in belongs to one."""
    pool_id = service.signed(
        "CreateUserPool",
        PoolName="tracked",
        DeviceConfiguration={"ChallengeRequiredOnNewDevice": False},
    )["UserPool"]["Id"]
    tracked = replace(service, pool_id=pool_id, client_id=service.new_client(pool_id))
    tracked.add_ann()
    given = tracked.by_password()["AuthenticationResult"]
    key = given["NewDeviceMetadata"]["DeviceKey"]
    tracked.call(
        "ConfirmDevice",
        AccessToken=given["AccessToken"],
        DeviceKey=key,
        DeviceSecretVerifierConfig=Phone(key=key).secret,
    )
    answers = {"REFRESH_TOKEN": given["RefreshToken"], "DEVICE_KEY": key}
    with observe(service.store) as seen:
        tracked.begin("REFRESH_TOKEN_AUTH", **answers)

    assert cost(seen) == (2, 0)


def test_recording_costs_one_statement_at_sign_in(service: Service) -> None:
    """The event is written in the unit of the sign-in, and costs no read of configuration."""
    made = []
    for mode in ("OFF", "AUDIT"):
        pool_id = service.signed(
            "CreateUserPool",
            PoolName="watched",
            UserPoolTier="PLUS",
            UserPoolAddOns={"AdvancedSecurityMode": mode},
        )["UserPool"]["Id"]
        pool = replace(service, pool_id=pool_id, client_id=service.new_client(pool_id))
        pool.add_ann()
        pool.by_password()
        with observe(service.store) as seen:
            pool.by_password()
        made.append((cost(seen), len(seen.statements)))
    (plain, statements), recording = made

    assert recording == (plain, statements + 1)


def test_tracking_sessions_costs_no_commit_at_sign_in_and_one_at_refresh(service: Service) -> None:
    """The record is written with the family, and moved on by each refresh."""
    pool_id = service.signed("CreateUserPool", PoolName="tracked")["UserPool"]["Id"]
    service.signed(
        "SetUserPoolSessionConfiguration",
        UserPoolId=pool_id,
        UserSessionTracking="ENABLED",
        TokenSession={"MaxPerUser": 1},
    )
    tracked = replace(service, pool_id=pool_id, client_id=service.new_client(pool_id))
    tracked.add_ann()
    token = tracked.by_password()["AuthenticationResult"]["RefreshToken"]
    with observe(service.store) as seen:
        tracked.begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)
    assert cost(seen) == (1, 1)

    with observe(service.store) as seen:
        tracked.by_password()

    assert seen.commits == 2


def test_get_user_is_one_read(service: Service) -> None:
    """GetUser reads once: revocation is never taken from memory. It goes without groups."""
    assert service.tokens is not None
    with observe(service.store) as seen:
        service.call("GetUser", AccessToken=service.tokens["AccessToken"])

    assert cost(seen) == (1, 0)
    assert "memberships" not in seen.statements[0]


def test_a_changed_attribute_is_one_read_and_one_commit(service: Service) -> None:
    """The user with his permissions; then the profile. Only addresses cost more."""
    assert service.tokens is not None
    given = [{"Name": "nickname", "Value": "Annie"}]
    with observe(service.store) as seen:
        service.call(
            "UpdateUserAttributes",
            AccessToken=service.tokens["AccessToken"],
            UserAttributes=given,
        )

    assert cost(seen) == (1, 1)


def test_the_first_request_of_srp_is_two_reads(service: Service) -> None:
    """The name, then the user; the attempt travels sealed and is not stored."""
    with observe(service.store) as seen:
        service.start_srp()

    assert cost(seen) == (2, 0)


def test_the_second_request_of_srp_is_one_read_and_two_commits(service: Service) -> None:
    """The user; then the guess is claimed; then the new token family is stored."""
    answer = service.srp_answer(service.start_srp())
    with observe(service.store) as seen:
        service.call("RespondToAuthChallenge", **answer)

    assert cost(seen) == (1, 2)


def test_a_password_sign_in_is_two_reads_and_two_commits(service: Service) -> None:
    """Name and user; then the guess is claimed; then the new token family is stored."""
    with observe(service.store) as seen:
        service.by_password()

    assert cost(seen) == (2, 2)


def test_a_code_of_a_token_is_three_reads_and_two_commits(service: Service) -> None:
    """User and token; with the claim whether the Session is spent; then the step and the family."""
    pool_id = service.signed("CreateUserPool", PoolName="second factors")["UserPool"]["Id"]
    service.signed(
        "SetUserPoolMfaConfig",
        UserPoolId=pool_id,
        MfaConfiguration="ON",
        SoftwareTokenMfaConfiguration={"Enabled": True},
    )
    asking = replace(service, pool_id=pool_id, client_id=service.new_client(pool_id))
    asking.add_ann()
    given = asking.call("AssociateSoftwareToken", Session=asking.by_password()["Session"])
    secret, now_ms = given["SecretCode"], service.world.clock.now_ms()
    verified = asking.call(
        "VerifySoftwareToken", Session=given["Session"], UserCode=app_code(secret, now_ms)
    )
    asking.respond("MFA_SETUP", verified["Session"])
    session = asking.by_password()["Session"]
    with observe(service.store) as seen:
        code = {"SOFTWARE_TOKEN_MFA_CODE": app_code(secret, now_ms, 1)}
        asking.respond("SOFTWARE_TOKEN_MFA", session, **code)

    assert cost(seen) == (3, 2)


def test_a_passkey_is_two_reads_and_two_commits(service: Service) -> None:
    """User and passkeys; then the Session is spent; then the use and the family are stored.

    Asking for it costs a read more than for a password: that of the passkeys.
    """
    opened = opened_to_passkeys(service)
    authenticator = Authenticator()
    token = opened.by_password()["AuthenticationResult"]["AccessToken"]
    started = opened.call("StartWebAuthnRegistration", AccessToken=token)
    credential = authenticator.create(started["CredentialCreationOptions"])
    opened.call("CompleteWebAuthnRegistration", AccessToken=token, Credential=credential)
    with observe(service.store) as seen:
        asked = opened.begin("USER_AUTH", USERNAME="ann", PREFERRED_CHALLENGE="WEB_AUTHN")
    assert cost(seen) == (3, 0)
    answer = authenticator.answer(asked["ChallengeParameters"])
    with observe(service.store) as seen:
        opened.respond("WEB_AUTHN", asked["Session"], CREDENTIAL=answer)

    assert cost(seen) == (2, 2)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_first_code_is_two_reads_and_one_commit(service: Service, name: str) -> None:
    """Name and user, then the message; as much for who does not exist."""
    factors = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
    pool = service.signed("CreateUserPool", PoolName="codes", Policies=factors)["UserPool"]
    client_id = service.new_client(pool["Id"], ExplicitAuthFlows=["ALLOW_USER_AUTH"])
    proven = [{"Name": "email", "Value": "a@b.cc"}, {"Name": "email_verified", "Value": "true"}]
    user = {"UserPoolId": pool["Id"], "Username": "ann"}
    service.signed("AdminCreateUser", **user, UserAttributes=proven)
    coded = replace(service, pool_id=pool["Id"], client_id=client_id)
    coded.begin("USER_AUTH", USERNAME="ann")
    with observe(service.store) as seen:
        coded.begin("USER_AUTH", USERNAME=name, PREFERRED_CHALLENGE="EMAIL_OTP")

    assert cost(seen) == (2, 1)


def opened_to_passkeys(service: Service) -> Service:
    """The service with another pool, which passkeys open."""
    factors = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    pool_id = service.signed("CreateUserPool", PoolName="passkeys", Policies=factors)["UserPool"][
        "Id"
    ]
    service.signed(
        "SetUserPoolMfaConfig",
        UserPoolId=pool_id,
        WebAuthnConfiguration={"RelyingPartyId": "example.com"},
    )
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]
    client_id = service.new_client(pool_id, ExplicitAuthFlows=flows)
    opened = replace(service, pool_id=pool_id, client_id=client_id)
    opened.add_ann()
    return opened


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_wrong_password_is_two_reads_and_the_claim(service: Service, name: str) -> None:
    """A guess is counted and nothing more, the same for a user who does not exist."""
    members = {
        "ClientId": service.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": name, "PASSWORD": "wrong"},
    }
    with observe(service.store) as seen:
        answer = service.stage.call("InitiateAuth", members)

    assert answer.type == "NotAuthorizedException"
    assert cost(seen) == (2, 1)


def test_a_client_token_is_one_read(service: Service) -> None:
    """The scopes that there are, with the versions; no configuration is read, no key parsed."""
    server = {"Identifier": "shop", "Name": "Shop"}
    scopes = [{"ScopeName": "read", "ScopeDescription": "Read"}]
    service.signed("CreateResourceServer", UserPoolId=service.pool_id, **server, Scopes=scopes)
    client = service.signed(
        "CreateUserPoolClient",
        UserPoolId=service.pool_id,
        ClientName="machine",
        **{**MACHINE, "AllowedOAuthScopes": ["shop/read"]},
    )["UserPoolClient"]
    own = {"ClientId": client["ClientId"], "Secret": client["ClientSecret"]}
    service.call("GetClientToken", **own)
    parsed = service.signer.rsa.parsed
    with observe(service.store) as seen:
        service.call("GetClientToken", **own)

    assert cost(seen) == (1, 0)
    assert len(seen.statements) == 1
    assert "document" not in seen.statements[0]
    assert service.signer.rsa.parsed == parsed


def test_a_sign_up_is_two_reads_and_one_commit(service: Service) -> None:
    """The name and who might have it; then user, names and password together."""
    with observe(service.store) as seen:
        service.call("SignUp", ClientId=service.client_id, Username="bob", Password=PASSWORD)

    assert cost(seen) == (2, 1)


def test_public_keys_cost_nothing(service: Service) -> None:
    """A verifier that fetches the JWKS again and again costs no statement."""
    well_known = WellKnown(service.signer.public_keys, service.world.deployment.issuer)
    app = FastAPI(routes=[Route("/{pool_id}/jwks.json", well_known.jwks)])

    def fetch() -> int:
        path = f"/{service.pool_id}/jwks.json"
        return asyncio.run(respond(app, b"", {}, method="GET", path=path)).status

    fetch()
    with observe(service.store) as seen:
        assert fetch() == 200

    assert cost(seen) == (0, 0)


def test_no_request_reads_settings_or_parses_keys(service: Service) -> None:
    """Pool, client and keys are what the process remembers, of the version that the reads bring."""
    assert service.tokens is not None
    parsed, generated = service.signer.rsa.parsed, service.signer.rsa.generated
    with observe(service.store) as seen:
        service.begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=service.tokens["RefreshToken"])
        service.call("GetUser", AccessToken=service.tokens["AccessToken"])
        service.by_password()
        service.call("RespondToAuthChallenge", **service.srp_answer(service.start_srp()))

    settings = ("pools.document", "clients.document", "signing_keys.")
    assert not [each for each in seen.statements if any(word in each for word in settings)]
    assert (service.signer.rsa.parsed, service.signer.rsa.generated) == (parsed, generated)
