"""The kind `cognito`: what the old pool is asked, and what is made of its answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.egress import Answer, NoAnswer
from adapters.triggers import cognito
from adapters.triggers.entry import Entry
from adapters.triggers.target import TargetContext
from domain.crypto.secret_hash import secret_hash
from domain.ports.triggers import (
    VOUCHED,
    Vouched,
    VouchedGroup,
)
from tests.support.fakes import FrozenClock, ListReporter, SeededEntropy
from tests.support.old_service import (
    ARN,
    BROUGHT,
    KEY,
    OPEN,
    PASSWORD,
    RECOVERY,
    SUB,
    TOKENS,
    OldService,
    error,
    event,
    opened,
    user,
)


def test_without_a_key_the_user_reads_his_own_record() -> None:
    """USER_PASSWORD_AUTH, then GetUser by its token; neither is signed."""
    service = OldService(InitiateAuth=TOKENS)

    answer = opened(service, OPEN).invoke(event())

    assert service.asked == [
        (
            "InitiateAuth",
            {
                "AuthFlow": "USER_PASSWORD_AUTH",
                "ClientId": "oldclient",
                "AuthParameters": {"USERNAME": "ann", "PASSWORD": PASSWORD},
            },
        ),
        ("GetUser", {"AccessToken": "token"}),
    ]
    assert service.urls == {"https://cognito-idp.eu-west-1.amazonaws.com/"}
    assert all("Authorization" not in headers for headers in service.headers)
    assert answer == {
        "userAttributes": BROUGHT,
        "finalUserStatus": "CONFIRMED",
        "messageAction": "SUPPRESS",
        VOUCHED: Vouched(sub=SUB),
    }


def test_with_a_key_an_administrator_asks() -> None:
    """All of it signed, with SECRET_HASH of a client that has a secret."""
    groups = {"Groups": [{"GroupName": "editors", "Description": "who edits", "Precedence": 3}]}
    more = {"Groups": [{"GroupName": "admins", "RoleArn": "arn:aws:iam::000000000000:role/a"}]}
    service = OldService(
        AdminInitiateAuth=TOKENS,
        AdminGetUser=user(UserMFASettingList=["SOFTWARE_TOKEN_MFA", "SMS_MFA"]),
        AdminListGroupsForUser=[{**groups, "NextToken": "next"}, more],
    )

    answer = opened(service, KEY).invoke(event())

    assert service.operations == [
        "AdminInitiateAuth",
        "AdminGetUser",
        "AdminListGroupsForUser",
        "AdminListGroupsForUser",
    ]
    asked = service.asked[0][1]
    assert asked["AuthFlow"] == "ADMIN_USER_PASSWORD_AUTH"
    assert asked["UserPoolId"] == "eu-west-1_Old000001"
    proof = secret_hash("s3cret", "ann", "oldclient")
    assert asked["AuthParameters"]["SECRET_HASH"] == proof
    assert service.asked[3][1]["NextToken"] == "next"
    assert all("AKIDEXAMPLE/" in headers["Authorization"] for headers in service.headers)
    assert answer[VOUCHED] == Vouched(
        sub=SUB,
        groups=(
            VouchedGroup(name="editors", description="who edits", precedence=3),
            VouchedGroup(name="admins", role_arn="arn:aws:iam::000000000000:role/a"),
        ),
        second_factors=("SMS_MFA", "SOFTWARE_TOKEN_MFA"),
    )


@pytest.mark.parametrize(
    ("challenge", "status", "factors"),
    [
        ("SMS_MFA", "CONFIRMED", ("SMS_MFA",)),
        ("SOFTWARE_TOKEN_MFA", "CONFIRMED", ("SOFTWARE_TOKEN_MFA",)),
        ("EMAIL_OTP", "CONFIRMED", ("EMAIL_OTP",)),
        ("SELECT_MFA_TYPE", "CONFIRMED", ()),
        ("MFA_SETUP", "CONFIRMED", ()),
        ("NEW_PASSWORD_REQUIRED", "RESET_REQUIRED", ()),
    ],
)
def test_what_is_asked_after_a_right_password(
    challenge: str, status: str, factors: tuple[str, ...]
) -> None:
    """Proves it; a second factor is remembered, a temporary password is none to keep."""
    service = OldService(AdminInitiateAuth={"ChallengeName": challenge})

    answer = opened(service, KEY).invoke(event())

    assert answer["finalUserStatus"] == status
    assert answer[VOUCHED] == Vouched(sub=SUB, second_factors=factors)


def test_a_temporary_password_shows_the_attributes_by_itself() -> None:
    """Without a key too, in the challenge; there is no `sub` among them."""
    shown = json.dumps({"email": "ann@example.com", "email_verified": "true"})
    challenge = {
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "ChallengeParameters": {"userAttributes": shown},
    }

    answer = opened(OldService(InitiateAuth=challenge), OPEN).invoke(event())

    assert answer["userAttributes"] == {"email": "ann@example.com", "email_verified": "true"}
    assert answer["finalUserStatus"] == "RESET_REQUIRED"
    assert answer[VOUCHED] == Vouched()


def test_a_failure_that_passes_is_tried_again() -> None:
    """The whole question, from the password on."""
    service = OldService(InitiateAuth=[NoAnswer(), error("TooManyRequestsException"), TOKENS])

    assert opened(service, OPEN, attempts=3).invoke(event())["userAttributes"] == BROUGHT
    assert service.operations == ["InitiateAuth"] * 3 + ["GetUser"]


@pytest.mark.parametrize(
    "said", [error("AccessDeniedException"), error("UnknownOperationException")]
)
def test_groups_come_along_where_the_key_may_ask_for_them(said: Answer) -> None:
    """Without them the user comes all the same."""
    service = OldService(AdminInitiateAuth=TOKENS, AdminListGroupsForUser=said)

    assert opened(service, KEY).invoke(event())[VOUCHED] == Vouched(sub=SUB)


def test_recovery_needs_a_key() -> None:
    """Nobody else can ask for a user without his password."""
    service = OldService()
    assert opened(service, OPEN).invoke(RECOVERY) == {}
    assert service.asked == []

    answer = opened(service, KEY).invoke(RECOVERY)

    assert answer["userAttributes"] == BROUGHT
    assert answer["finalUserStatus"] == "RESET_REQUIRED"


def test_a_region_of_china_has_its_own_address() -> None:
    """As AWS has it."""
    service = OldService(InitiateAuth=TOKENS)
    opened(service, {**OPEN, "region": "cn-north-1"}).invoke(event())

    assert service.urls == {"https://cognito-idp.cn-north-1.amazonaws.com.cn/"}


@pytest.mark.parametrize("url", ["https://cognito-idp.eu-west-1.amazonaws.com/", "http://old/"])
def test_the_id_of_the_old_pool_names_its_region(url: str) -> None:
    """It need not be told twice: not for the address, and not for the signature."""
    service = OldService(AdminInitiateAuth=TOKENS)
    told = {key: value for key, value in KEY.items() if key != "region"}
    other = {} if "amazonaws" in url else {"url": url}

    opened(service, {**told, **other}).invoke(event())

    assert service.urls == {url}
    assert "/eu-west-1/cognito-idp/aws4_request" in service.headers[0]["Authorization"]


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    """Beside the file that names them."""
    for name, secret in (("key", "wJalrXUtnFEMI"), ("client", "s3cret")):
        file = tmp_path / name
        file.write_text(f"{secret}\n")
        file.chmod(0o600)
    given = {
        **{key: KEY[key] for key in KEY if "secret" not in key},
        "client_secret_file": "client",
        "secret_access_key_file": "key",
    }
    service = OldService(AdminInitiateAuth=TOKENS)
    context = TargetContext(
        http=service, clock=FrozenClock(), entropy=SeededEntropy(), reporter=ListReporter()
    )
    entry = Entry(arn=ARN, kind="cognito", given=given, attempts=1, folder=tmp_path)

    cognito.open(entry, context).invoke(event())

    assert service.asked[0][1]["AuthParameters"]["SECRET_HASH"]


def test_nothing_shows_a_secret() -> None:
    """Neither what the target is made of nor what is told of its calls."""
    service = OldService(AdminInitiateAuth=TOKENS)
    reporter = ListReporter()
    context = TargetContext(
        http=service, clock=FrozenClock(), entropy=SeededEntropy(), reporter=reporter
    )
    target = cognito.open(Entry(arn=ARN, kind="cognito", given=KEY, attempts=1), context)
    target.invoke(event())

    told = f"{target!r} {vars(target)!r} {reporter.events!r} {service.asked and ''}"
    for secret in ("wJalrXUtnFEMI", "s3cret", PASSWORD):
        assert secret not in told
