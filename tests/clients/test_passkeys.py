"""boto3 registers passkeys, signs in by them, lists and deletes them, on every deployment."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from tests.support.authenticator import ALGORITHMS, Authenticator
from tests.support.deployments import Deployment
from tests.support.served_passkeys import answer_to, passkey_tenant, preferring, register, sign_in
from tests.support.tenant import Tenant, unique


@pytest.fixture(scope="module")
def passkeys(deployment: Deployment) -> Tenant:
    """A pool that passkeys of example.com open."""
    return passkey_tenant(deployment)


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_a_passkey_is_registered_and_signs_in(passkeys: Tenant, algorithm: int) -> None:
    """By each of the three algorithms, and the tokens say that it was a passkey."""
    name = passkeys.user()
    authenticator = Authenticator(algorithm, counts=True)
    register(passkeys, passkeys.sign_in(name)["AccessToken"], authenticator)

    tokens = sign_in(passkeys, name, authenticator)

    assert passkeys.api.get_user(AccessToken=tokens["AccessToken"])["Username"] == name
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert claims["amr"] == ["swk"]
    assert passkeys.refresh(tokens["RefreshToken"])["AccessToken"]


def test_options_are_a_document_at_registration_and_text_at_sign_in(passkeys: Tenant) -> None:
    """boto3 gives the one as a dictionary; Amplify parses the other and wants these members."""
    name = passkeys.user()
    token = passkeys.sign_in(name)["AccessToken"]
    started = passkeys.api.start_web_authn_registration(AccessToken=token)
    options = started["CredentialCreationOptions"]
    assert {"challenge", "user", "rp", "pubKeyCredParams"} <= options.keys()
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [-7, -257]
    credential = Authenticator().create(options)
    passkeys.api.complete_web_authn_registration(AccessToken=token, Credential=credential)

    asked = preferring(passkeys, name)

    assert asked["ChallengeName"] == "WEB_AUTHN"
    assert asked["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]
    text = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
    request = json.loads(text)
    assert request.keys() == {
        "challenge",
        "timeout",
        "rpId",
        "allowCredentials",
        "userVerification",
    }
    assert (request["rpId"], request["timeout"]) == ("example.com", 180_000)


def test_a_passkey_is_chosen_from_the_list(passkeys: Tenant) -> None:
    """SELECT_CHALLENGE with ANSWER WEB_AUTHN leads to the same challenge, as Amplify does it."""
    name = passkeys.user()
    authenticator = Authenticator()
    register(passkeys, passkeys.sign_in(name)["AccessToken"], authenticator)
    listed = passkeys.api.initiate_auth(
        ClientId=passkeys.client_id, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": name}
    )
    assert listed["ChallengeName"] == "SELECT_CHALLENGE"

    asked = passkeys.api.respond_to_auth_challenge(
        ClientId=passkeys.client_id,
        ChallengeName="SELECT_CHALLENGE",
        Session=listed["Session"],
        ChallengeResponses={"USERNAME": name, "ANSWER": "WEB_AUTHN"},
    )
    answered = passkeys.api.respond_to_auth_challenge(
        **answer_to(passkeys, asked, name, authenticator)
    )

    assert answered["AuthenticationResult"]["AccessToken"]


def test_passkeys_are_listed_in_pages_and_deleted(passkeys: Tenant) -> None:
    """Newest first, with the paginator's own token; a deleted one opens nothing."""
    name = passkeys.user()
    token = passkeys.sign_in(name)["AccessToken"]
    made = [Authenticator(), Authenticator(attachment="cross-platform", transports=("usb",))]
    for authenticator in made:
        register(passkeys, token, authenticator)

    first = passkeys.api.list_web_authn_credentials(AccessToken=token, MaxResults=1)
    second = passkeys.api.list_web_authn_credentials(
        AccessToken=token, MaxResults=1, NextToken=first["NextToken"]
    )

    (newest,), (oldest,) = first["Credentials"], second["Credentials"]
    assert "NextToken" not in second
    assert {newest["CredentialId"], oldest["CredentialId"]} == {each.credential_id for each in made}
    roaming = next(
        each for each in (newest, oldest) if each["CredentialId"] == made[1].credential_id
    )
    assert roaming["FriendlyCredentialName"] == "Roaming passkey"
    assert roaming["AuthenticatorAttachment"] == "cross-platform"
    assert roaming["AuthenticatorTransports"] == ["usb"]
    assert abs(roaming["CreatedAt"] - datetime.now(UTC)) < timedelta(minutes=5)
    passkeys.api.delete_web_authn_credential(AccessToken=token, CredentialId=made[0].credential_id)
    with pytest.raises(passkeys.api.exceptions.NotAuthorizedException):
        sign_in(passkeys, name, made[0])
    assert sign_in(passkeys, name, made[1])
    with pytest.raises(passkeys.api.exceptions.ResourceNotFoundException):
        passkeys.api.delete_web_authn_credential(
            AccessToken=token, CredentialId=made[0].credential_id
        )


def test_an_assertion_is_not_replayed(passkeys: Tenant) -> None:
    """Neither to its own Session nor to another one."""
    name = passkeys.user()
    authenticator = Authenticator()
    register(passkeys, passkeys.sign_in(name)["AccessToken"], authenticator)
    body = answer_to(passkeys, preferring(passkeys, name), name, authenticator)
    assert passkeys.api.respond_to_auth_challenge(**body)["AuthenticationResult"]

    for session in (body["Session"], preferring(passkeys, name)["Session"]):
        with pytest.raises(passkeys.api.exceptions.NotAuthorizedException):
            passkeys.api.respond_to_auth_challenge(**{**body, "Session": session})


def test_each_error_of_a_registration_is_a_class_of_boto3(passkeys: Tenant) -> None:
    """An application tells what was wrong by the class of the exception."""
    api, name = passkeys.api, passkeys.user()
    token = passkeys.sign_in(name)["AccessToken"]
    with pytest.raises(api.exceptions.WebAuthnChallengeNotFoundException):
        api.complete_web_authn_registration(AccessToken=token, Credential={})
    with pytest.raises(api.exceptions.WebAuthnOriginNotAllowedException):
        register(passkeys, token, Authenticator(origin="https://evil.test"))
    started = api.start_web_authn_registration(AccessToken=token)
    other = passkeys.with_client(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    with pytest.raises(api.exceptions.WebAuthnClientMismatchException):
        api.complete_web_authn_registration(
            AccessToken=other.sign_in(name)["AccessToken"],
            Credential=Authenticator().create(started["CredentialCreationOptions"]),
        )


def test_the_twenty_first_passkey_is_refused(passkeys: Tenant) -> None:
    """LimitExceededException at its start."""
    name = passkeys.user(unique("collector"))
    token = passkeys.sign_in(name)["AccessToken"]
    for _ in range(20):
        register(passkeys, token, Authenticator())

    with pytest.raises(passkeys.api.exceptions.LimitExceededException):
        passkeys.api.start_web_authn_registration(AccessToken=token)
