"""boto3 begins by every AuthFlow and answers every ChallengeName that the model has."""

# ruff: noqa: ANN401 - answers are plain JSON values

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

import pyotp
import pytest

from adapters.api.wire import model as w
from tests.support.authenticator import Authenticator
from tests.support.deployments import Deployment, Deployments, Kind
from tests.support.proof import right_answer
from tests.support.riddles import RIGHT
from tests.support.served_devices import confirmed_device, first_answer, second_answer
from tests.support.served_functions import ARN, RIDDLES, functions
from tests.support.served_passkeys import register
from tests.support.tenant import FLOWS, PASSWORD, Tenant, make_tenant, unique

FIRST: Final = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
SMS: Final = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}


@dataclass
class Reached:
    """A client that notes by what it has begun, and what it has answered, with success."""

    tenant: Tenant
    flows: set[str] = field(default_factory=set)
    challenges: set[str] = field(default_factory=set)

    def begin(self, flow: str, *, admin: bool = False, **answers: str) -> Any:
        """InitiateAuth or AdminInitiateAuth."""
        act, named = self._act("initiate_auth", admin=admin)
        result = act(**named, AuthFlow=flow, AuthParameters=answers)
        self.flows.add(flow)
        return result

    def answer(self, asked: Mapping[str, Any], **answers: str) -> Any:
        """RespondToAuthChallenge, or its Admin twin where only that will do."""
        admin = asked["ChallengeName"] == "ADMIN_NO_SRP_AUTH"
        act, named = self._act("respond_to_auth_challenge", admin=admin)
        name = asked["ChallengeName"]
        session = {"Session": asked["Session"]} if "Session" in asked else {}
        result = act(**named, **session, ChallengeName=name, ChallengeResponses=answers)
        self.challenges.add(name)
        return result

    def send(self, body: Mapping[str, Any]) -> Any:
        """RespondToAuthChallenge with a body that was made elsewhere."""
        result = self.tenant.api.respond_to_auth_challenge(**body)
        self.challenges.add(body["ChallengeName"])
        return result

    def _act(self, name: str, *, admin: bool) -> tuple[Callable[..., Any], dict[str, str]]:
        named = {"ClientId": self.tenant.client_id}
        if admin:
            named["UserPoolId"] = self.tenant.pool_id
        return getattr(self.tenant.api, f"admin_{name}" if admin else name), named

    def code(self, to: str) -> str:
        """The code that was sent there last."""
        return self.tenant.code(to)


@pytest.fixture(scope="module")
def reached(
    deployments: Deployments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reached]:
    """A pool that tracks devices, puts riddles, and lets people begin by anything."""
    directory = tmp_path_factory.mktemp("every-challenge")
    with functions("every-challenge", Kind(store="sqlite"), deployments, directory) as made:
        made.put_riddles()
        yield Reached(_open_tenant(made.deployment))


def _open_tenant(deployment: Deployment) -> Tenant:
    pool = {
        "LambdaConfig": dict.fromkeys(RIDDLES, f"{ARN}riddles"),
        "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": FIRST}},
        "DeviceConfiguration": {"DeviceOnlyRememberedOnUserPrompt": False},
        "SmsConfiguration": SMS,
    }
    client = {"ExplicitAuthFlows": [*FLOWS, "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH"]}
    tenant = make_tenant(deployment, pool, client)
    _configure(tenant, "OPTIONAL")
    return tenant


def passwords_and_refreshes(reached: Reached) -> None:
    """The flows that need no more than a password, in every spelling, and both refreshes."""
    name = reached.tenant.user()
    given = reached.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD)
    reached.begin("ADMIN_USER_PASSWORD_AUTH", admin=True, USERNAME=name, PASSWORD=PASSWORD)
    asked = reached.begin("ADMIN_NO_SRP_AUTH", admin=True, USERNAME=name)
    assert "AuthenticationResult" in reached.answer(asked, USERNAME=name, PASSWORD=PASSWORD)
    token, key = _refresh_token(reached, given)
    for flow in ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"):
        refreshed = reached.begin(flow, REFRESH_TOKEN=token, DEVICE_KEY=key)
        assert "AuthenticationResult" in refreshed


def srp_and_a_new_password(reached: Reached) -> None:
    """USER_SRP_AUTH, and the password that takes the place of a temporary one."""
    name = reached.tenant.user()
    assert "AuthenticationResult" in reached.send(right_answer(reached.tenant, name))
    reached.flows.add("USER_SRP_AUTH")

    invited = reached.tenant.invite(temporary="Temp0rary!word")
    asked = reached.begin("USER_PASSWORD_AUTH", USERNAME=invited, PASSWORD="Temp0rary!word")
    done = reached.answer(asked, USERNAME=invited, NEW_PASSWORD=PASSWORD)
    assert "AuthenticationResult" in done


def riddles(reached: Reached) -> None:
    """CUSTOM_AUTH by the functions of the pool."""
    name = reached.tenant.user()
    asked = reached.begin("CUSTOM_AUTH", USERNAME=name)
    while "ChallengeName" in asked:
        asked = reached.answer(asked, USERNAME=name, ANSWER=RIGHT)
    assert "AuthenticationResult" in asked


def everything_that_can_be_chosen(reached: Reached) -> None:
    """USER_AUTH without a preference, and each first factor after the choice."""
    email, phone = f"{unique('e')}@example.com", _number()
    name = reached.tenant.user(
        email=email, email_verified="true", phone_number=phone, phone_number_verified="true"
    )
    authenticator = Authenticator()
    register(reached.tenant, reached.tenant.sign_in(name)["AccessToken"], authenticator)

    proofs: Mapping[str, Callable[[Any], dict[str, str]]] = {
        "PASSWORD": lambda _asked: {"PASSWORD": PASSWORD},
        "EMAIL_OTP": lambda _asked: {"EMAIL_OTP_CODE": reached.code(email)},
        "SMS_OTP": lambda _asked: {"SMS_OTP_CODE": reached.code(phone)},
        "WEB_AUTHN": lambda asked: {
            "CREDENTIAL": authenticator.answer(asked["ChallengeParameters"])
        },
    }
    for choice, proof in proofs.items():
        listed = reached.begin("USER_AUTH", USERNAME=name)
        assert choice in listed["AvailableChallenges"]
        asked = reached.answer(listed, USERNAME=name, ANSWER=choice)
        assert asked["ChallengeName"] == choice
        done = reached.answer(asked, USERNAME=name, **proof(asked))
        assert "AuthenticationResult" in done

    listed = reached.begin("USER_AUTH", USERNAME=name)
    asked = reached.answer(listed, USERNAME=name, ANSWER="PASSWORD_SRP")
    verifier = reached.answer(asked, USERNAME=name, SRP_A="abcdef")
    assert verifier["ChallengeName"] == "PASSWORD_VERIFIER"


def second_factors(reached: Reached) -> None:
    """A token set up where one is owed, then a choice among all, and each of them."""
    tenant = reached.tenant
    email, phone = f"{unique('e')}@example.com", _number()
    _configure(tenant, "ON")
    try:
        name = tenant.user()
        asked = reached.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD)
        associated = tenant.api.associate_software_token(Session=asked["Session"])
        totp = pyotp.TOTP(associated["SecretCode"])
        verified = tenant.api.verify_software_token(
            Session=associated["Session"], UserCode=totp.now()
        )
        done = reached.answer({**asked, **verified}, USERNAME=name)
        assert "AuthenticationResult" in done
    finally:
        _configure(tenant, "OPTIONAL")

    tenant.api.admin_update_user_attributes(
        UserPoolId=tenant.pool_id,
        Username=name,
        UserAttributes=[
            {"Name": "email", "Value": email},
            {"Name": "phone_number", "Value": phone},
        ],
    )
    on, off = {"Enabled": True}, {"Enabled": True, "PreferredMfa": False}
    tenant.api.admin_set_user_mfa_preference(
        UserPoolId=tenant.pool_id,
        Username=name,
        SMSMfaSettings=on,
        EmailMfaSettings=on,
        SoftwareTokenMfaSettings=off,
    )
    codes: Mapping[str, Callable[[], dict[str, str]]] = {
        "SMS_MFA": lambda: {"SMS_MFA_CODE": reached.code(phone)},
        "EMAIL_OTP": lambda: {"EMAIL_OTP_CODE": reached.code(email)},
        # The step of now was used up when the token was proven.
        "SOFTWARE_TOKEN_MFA": lambda: {"SOFTWARE_TOKEN_MFA_CODE": _next_code(totp)},
    }
    for choice, code in codes.items():
        asked = reached.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD)
        assert asked["ChallengeName"] == "SELECT_MFA_TYPE"
        asked = reached.answer(asked, USERNAME=name, ANSWER=choice)
        done = reached.answer(asked, USERNAME=name, **code())
        assert "AuthenticationResult" in done


def devices(reached: Reached) -> None:
    """A remembered device proves itself in two steps."""
    name = reached.tenant.user()
    _token, phone = confirmed_device(reached.tenant, name)
    reached.begin("USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD, DEVICE_KEY=phone.key)
    asked = reached.send(first_answer(reached.tenant, phone, name))
    done = reached.send(second_answer(reached.tenant, phone, asked["ChallengeParameters"]))
    assert "AuthenticationResult" in done


SCENARIOS: Final = (
    passwords_and_refreshes,
    srp_and_a_new_password,
    riddles,
    everything_that_can_be_chosen,
    second_factors,
    devices,
)


def test_nothing_of_the_model_is_left_out(reached: Reached) -> None:
    """Every AuthFlow begins a sign-in, and every ChallengeName is asked and answered."""
    for scenario in SCENARIOS:
        scenario(reached)

    assert reached.flows == set(get_args(w.AuthFlowType))
    assert reached.challenges == set(get_args(w.ChallengeNameType))


def _configure(tenant: Tenant, mode: str) -> None:
    tenant.api.set_user_pool_mfa_config(
        UserPoolId=tenant.pool_id,
        MfaConfiguration=mode,
        SmsMfaConfiguration={"SmsConfiguration": SMS},
        SoftwareTokenMfaConfiguration={"Enabled": True},
        EmailMfaConfiguration={"Subject": "Your code"},
        WebAuthnConfiguration={"RelyingPartyId": "example.com"},
    )


def _refresh_token(reached: Reached, given: Mapping[str, Any]) -> tuple[str, str]:
    """Confirm the device of a sign-in; return its refresh token and the device's key."""
    result = given["AuthenticationResult"]
    key = result["NewDeviceMetadata"]["DeviceKey"]
    reached.tenant.api.confirm_device(AccessToken=result["AccessToken"], DeviceKey=key)
    return str(result["RefreshToken"]), str(key)


def _next_code(totp: pyotp.TOTP) -> str:
    """The code of the step after this one, which counts already."""
    return totp.at(time.time(), counter_offset=1)


def _number() -> str:
    return f"+1555{secrets.randbelow(10**7):07d}"
