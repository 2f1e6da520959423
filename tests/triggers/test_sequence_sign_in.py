"""Signing in and refreshing: which functions are called, in which order, and every whole event.

Row by row the table of triggers.md 3.2. ClientMetadata of InitiateAuth is validation data there and
nothing later; that of an answer reaches what the answer leads to (13).
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.model.identifiers import PoolId
from tests.api.stage import Members
from tests.support.devices import Phone
from tests.support.function_service import (
    EMAIL,
    PLAIN,
    SENDERS,
    SMS,
    FunctionService,
    Stand,
    ok,
)
from tests.support.groups import put_in
from tests.support.sign_in import claimed
from tests.support.world import PASSWORD, claims_of
from tests.triggers.told import (
    CUSTOM_MESSAGE,
    GILDED,
    GIVEN,
    METADATA,
    MIGRATION,
    PRE_SIGN_UP,
    TOKENS,
    TOKENS_WITH_SCOPES,
    message,
    sender,
    sent,
    tokens,
    told,
)

Metadata = Mapping[str, str] | None
NEW_PASSWORD = "N3w!password"
ROLE = "arn:aws:iam::000000000000:role/admin"
PHONE = {"phone_number": "+15555550100", "phone_number_verified": "true"}

with_and_without = pytest.mark.parametrize("given", GIVEN, ids=["bare", "metadata"])


def before(pool: Stand, user: Members, given: Metadata = None) -> Members:
    """PreAuthentication of somebody who is there; clients of the tests hide who is not."""
    request = {"userAttributes": user, "validationData": given, "userNotFound": False}
    return pool.event("PreAuthentication_Authentication", request)


def after(
    pool: Stand, user: Members, given: Metadata = None, *, new_device: bool = False
) -> Members:
    """PostAuthentication."""
    request = {"userAttributes": user, "newDeviceUsed": new_device, **told(given)}
    return pool.event("PostAuthentication_Authentication", request)


def minted(pool: Stand, user: Members, given: Metadata = None, source: str = "") -> Members:
    """PreTokenGeneration."""
    return pool.event(f"TokenGeneration_{source or 'Authentication'}", tokens(user, given), TOKENS)


@with_and_without
@pytest.mark.parametrize("by_admin", [False, True], ids=["public", "admin"])
def test_a_password(service: FunctionService, given: Metadata, by_admin: bool) -> None:
    """Before the password, after it, and before the tokens."""
    pool = service.pool(*PLAIN)
    pool.add()
    if by_admin:
        request: Members = {
            "UserPoolId": pool.pool_id,
            "ClientId": pool.client_id,
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ann", "PASSWORD": PASSWORD},
        }
        ok(service.signed("AdminInitiateAuth", **request, **sent(given)))
    else:
        pool.begin(**sent(given))
    user = pool.user()
    assert service.events == [before(pool, user, given), after(pool, user), minted(pool, user)]


@with_and_without
def test_srp(service: FunctionService, given: Metadata) -> None:
    """PreAuthentication at the beginning, the others after the proof, with its metadata."""
    pool = service.pool(*PLAIN)
    pool.add()
    asked = pool.begin("USER_SRP_AUTH", ClientMetadata={"not": "this"})
    user = pool.user()
    assert service.events == [before(pool, user, {"not": "this"})]
    pool.respond(asked, pool.proof(asked), **sent(given))
    assert service.events[1:] == [after(pool, user, given), minted(pool, user, given)]


@with_and_without
@pytest.mark.parametrize("senders", [(), SENDERS], ids=["words", "senders"])
def test_a_code_as_second_factor(
    service: FunctionService, given: Metadata, senders: tuple[str, ...]
) -> None:
    """The code goes out between PreAuthentication and the rest, by words or by the sender."""
    pool = service.pool(*PLAIN, *senders, SmsConfiguration=SMS)
    ok(
        service.signed(
            "SetUserPoolMfaConfig",
            UserPoolId=pool.pool_id,
            SmsMfaConfiguration={"SmsConfiguration": SMS},
            MfaConfiguration="OPTIONAL",
        )
    )
    pool.add(attributes=PHONE)
    pool.admin("AdminSetUserMFAPreference", SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    user = pool.user(**PHONE)
    asked = pool.begin("USER_SRP_AUTH", ClientMetadata={"not": "this"})
    asked = pool.respond(asked, pool.proof(asked), **sent(given))
    service.let_senders_run()
    code = service.events[-1]["request"]["code"] if senders else pool.code()
    sending = (
        pool.event("CustomSMSSender_Authentication", sender(user, code, given, "SMS"))
        if senders
        else pool.event("CustomMessage_Authentication", message(user, given), CUSTOM_MESSAGE)
    )
    assert service.events == [before(pool, user, {"not": "this"}), sending]
    pool.respond(asked, {"SMS_MFA_CODE": code}, ClientMetadata=METADATA)
    assert service.events[2:] == [after(pool, user, METADATA), minted(pool, user, METADATA)]


def test_a_code_at_the_beginning_hears_nothing_of_metadata(service: FunctionService) -> None:
    """What came with InitiateAuth is not told with a code that InitiateAuth sends."""
    first = ["PASSWORD", "EMAIL_OTP"]
    pool = service.pool(*PLAIN, Policies={"SignInPolicy": {"AllowedFirstAuthFactors": first}})
    pool.add()
    user = pool.user()
    answers = {"PREFERRED_CHALLENGE": "EMAIL_OTP"}
    asked = pool.begin("USER_AUTH", answers=answers, ClientMetadata=METADATA)
    words = pool.event("CustomMessage_Authentication", message(user, None), CUSTOM_MESSAGE)
    assert service.events == [before(pool, user, METADATA), words]
    pool.respond(asked, {"EMAIL_OTP_CODE": pool.code()})
    assert service.events[2:] == [after(pool, user), minted(pool, user)]


@with_and_without
@pytest.mark.parametrize("by_admin", [False, True], ids=["public", "admin"])
def test_a_new_password(service: FunctionService, given: Metadata, by_admin: bool) -> None:
    """Tokens after NEW_PASSWORD_REQUIRED have a source of their own."""
    pool = service.pool(*PLAIN)
    pool.add()
    pool.admin("AdminSetUserPassword", Password=PASSWORD, Permanent=False)
    asked = pool.begin()
    assert service.events == [before(pool, pool.user("FORCE_CHANGE_PASSWORD"))]
    service.receiver.answer("TokenGeneration_NewPasswordChallenge", GILDED)
    if by_admin:
        request: Members = {
            "UserPoolId": pool.pool_id,
            "ClientId": pool.client_id,
            "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "ChallengeResponses": {"USERNAME": "ann", "NEW_PASSWORD": NEW_PASSWORD},
            "Session": asked["Session"],
        }
        done = ok(service.signed("AdminRespondToAuthChallenge", **request, **sent(given)))
    else:
        done = pool.respond(asked, {"NEW_PASSWORD": NEW_PASSWORD}, **sent(given))
    assert claims_of(done["AuthenticationResult"]["IdToken"])["tier"] == "gold"
    user = pool.user()
    assert service.events[1:] == [
        after(pool, user, given),
        minted(pool, user, given, "NewPasswordChallenge"),
    ]


@with_and_without
def test_a_device(service: FunctionService, given: Metadata) -> None:
    """A new device is told to PostAuthentication; tokens after its proof have their own source."""
    pool = service.pool(
        *PLAIN,
        DeviceConfiguration={
            "ChallengeRequiredOnNewDevice": False,
            "DeviceOnlyRememberedOnUserPrompt": False,
        },
    )
    pool.add()
    user = pool.user()
    result = pool.begin()["AuthenticationResult"]
    assert service.events == [
        before(pool, user),
        after(pool, user, new_device=True),
        minted(pool, user),
    ]
    names = result["NewDeviceMetadata"]
    phone = Phone(key=names["DeviceKey"], group_key=names["DeviceGroupKey"])
    ok(
        service.call(
            "ConfirmDevice",
            AccessToken=result["AccessToken"],
            DeviceKey=phone.key,
            DeviceSecretVerifierConfig=phone.secret,
        )
    )
    service.receiver.deliveries.clear()
    asked = pool.begin(answers={"DEVICE_KEY": phone.key})
    asked = pool.respond(asked, phone.begins)
    proof = claimed(phone.srp, asked["ChallengeParameters"], service.world.clock.now_ms())
    service.receiver.answer("TokenGeneration_AuthenticateDevice", GILDED)
    done = pool.respond(asked, {**proof, "DEVICE_KEY": phone.key}, **sent(given))
    assert claims_of(done["AuthenticationResult"]["IdToken"])["tier"] == "gold"
    assert service.events == [
        before(pool, user),
        after(pool, user, given),
        minted(pool, user, given, "AuthenticateDevice"),
    ]


def test_a_refresh(service: FunctionService) -> None:
    """Tokens alone; what came with InitiateAuth is not told."""
    pool = service.pool(*PLAIN)
    pool.add()
    token = pool.begin()["AuthenticationResult"]["RefreshToken"]
    service.receiver.deliveries.clear()
    pool.public(
        "InitiateAuth",
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": token},
        ClientMetadata=METADATA,
    )
    assert service.events == [minted(pool, pool.user(), source="RefreshTokens")]


@with_and_without
@pytest.mark.parametrize("rotation", ["ENABLED", "DISABLED"])
def test_a_refresh_by_its_own_operation(
    service: FunctionService, given: Metadata, rotation: str
) -> None:
    """With rotation and without; here metadata is told."""
    client = {
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": {"Feature": rotation, "RetryGracePeriodSeconds": 0},
    }
    pool = service.pool(*PLAIN, client=client)
    pool.add()
    token = pool.begin()["AuthenticationResult"]["RefreshToken"]
    service.receiver.deliveries.clear()
    pool.public("GetTokensFromRefreshToken", RefreshToken=token, **sent(given))
    assert service.events == [minted(pool, pool.user(), given, "RefreshTokens")]


@with_and_without
def test_somebody_unknown_who_is_brought(service: FunctionService, given: Metadata) -> None:
    """UserMigration gets the password; who is brought is vetted and signs in like anybody else."""
    pool = service.pool(*PLAIN)
    attributes = {"email": EMAIL, "email_verified": "true"}
    service.receiver.answer(
        "UserMigration_Authentication",
        userAttributes=attributes,
        finalUserStatus="CONFIRMED",
        messageAction="SUPPRESS",
    )
    pool.begin(**sent(given))
    user = pool.user()
    asked = {"password": PASSWORD, "validationData": given}
    vetted = {"userAttributes": attributes, "validationData": given}
    assert service.events == [
        pool.event("UserMigration_Authentication", asked, MIGRATION),
        pool.event("PreSignUp_AdminCreateUser", vetted, PRE_SIGN_UP),
        before(pool, user, given),
        after(pool, user),
        minted(pool, user),
    ]


@pytest.mark.parametrize("existence", ["ENABLED", "LEGACY"])
def test_somebody_unknown(service: FunctionService, existence: str) -> None:
    """PreAuthentication hears of him only where existence is hidden, by the name that he typed."""
    triggers = [name for name in PLAIN if name != "UserMigration"]
    client = {"PreventUserExistenceErrors": existence}
    pool = service.pool(*triggers, client=client, UsernameAttributes=["email"])
    answers = {"USERNAME": "Nobody@example.com", "PASSWORD": PASSWORD}
    pool.refused(
        "InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=answers, **sent(METADATA)
    )
    request = {"userAttributes": {}, "validationData": METADATA, "userNotFound": True}
    expected = pool.event(
        "PreAuthentication_Authentication", request, username="Nobody@example.com"
    )
    assert service.events == ([expected] if existence == "ENABLED" else [])


def test_where_existence_is_told_nothing_is_said_of_it(service: FunctionService) -> None:
    """Under LEGACY events have no userNotFound."""
    pool = service.pool("PreAuthentication", client={"PreventUserExistenceErrors": "LEGACY"})
    pool.add()
    pool.begin()
    request = {"userAttributes": pool.user(), "validationData": None}
    assert service.events == [pool.event("PreAuthentication_Authentication", request)]


@pytest.mark.parametrize("form", ["V1_0", "V2_0", "V3_0"])
def test_groups_and_scopes_are_told_before_tokens(service: FunctionService, form: str) -> None:
    """The user's own groups, which a function hands back to keep them; scopes in later forms."""
    pool = service.pool(form=form)
    pool.add()
    ann = service.world.services.accounts.profiles.by_admin(PoolId(pool.pool_id), "ann").user
    put_in(service.world, ann, "staff", precedence=2)
    put_in(service.world, ann, "admins", precedence=1, role_arn=ROLE)
    groups = {
        "groupsToOverride": ["admins", "staff"],
        "iamRolesToOverride": [ROLE],
        "preferredRole": ROLE,
    }
    member = next(iter(TOKENS if form == "V1_0" else TOKENS_WITH_SCOPES))
    service.receiver.answer(
        "TokenGeneration_Authentication",
        lambda event: {member: {"groupOverrideDetails": event["request"]["groupConfiguration"]}},
    )
    given = pool.begin()["AuthenticationResult"]
    request: Members = {"userAttributes": pool.user(), "groupConfiguration": groups}
    if form != "V1_0":
        request["scopes"] = ["aws.cognito.signin.user.admin"]
    source, version = "TokenGeneration_Authentication", form[1]
    assert service.events == [pool.event(source, request, {member: None}, version=version)]
    assert claims_of(given["AccessToken"])["cognito:groups"] == ["admins", "staff"]
    assert claims_of(given["IdToken"])["cognito:roles"] == [ROLE]
    assert claims_of(given["IdToken"])["cognito:preferred_role"] == ROLE
