"""The multi-factor authentication of a pool."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    CognitoError,
    ConcurrentModificationException,
    FeatureUnavailableInTierException,
    InvalidParameterException,
    ResourceNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import PoolId
from domain.model.pool import MfaMode, PoolSettings, RelyingParty, SecondFactors, UserPool
from domain.pools.mfa_config import EmailFactor, MfaConfig, MfaSettings, SmsFactor
from domain.pools.mfa_rules import NOTHING_OFFERED, OFF_WITH_FACTORS, RELYING_PARTY_REFUSED
from domain.ports.sentinels import Stale
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

SENDER = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
OTHER_SENDER = {"SnsCallerArn": "arn:aws:iam::000000000000:role/other"}
SMS = SmsFactor(configuration=SENDER, message="Sign in with {####}")
PARTY = RelyingParty(id="example.com", user_verification="required")
SMS_FOR_MFA = (
    "SMS configuration and Auto verification for phone_number are required when MFA is"
    " required/optional"
)


def change(world: World, pool: UserPool, **members: Any) -> UserPool:  # noqa: ANN401 - any member
    """Set the multi-factor authentication of the pool."""
    return world.services.mfa_config.set(pool.id, MfaSettings(**members))


def test_all_factors_are_set_and_shown(world: World, pool: UserPool) -> None:
    """What was set is what the pool offers afterwards."""
    email = EmailFactor(message="Use {####}", subject="A code")

    changed = change(
        world,
        pool,
        mode=MfaMode.ON,
        sms=SMS,
        software_token=True,
        email=email,
        relying_party=PARTY,
    )

    assert changed.second_factors == SecondFactors(
        sms=True,
        software_token=True,
        email=True,
        email_message="Use {####}",
        email_subject="A code",
        relying_party=PARTY,
    )
    assert changed.offers == tuple(SecondFactor)
    assert changed.kept["SmsConfiguration"] == SENDER
    assert changed.messages.authentication_sms == "Sign in with {####}"
    assert world.services.mfa_config.get(pool.id) == changed


def test_a_request_replaces_the_factors(world: World, pool: UserPool) -> None:
    """A factor that is not named is off afterwards; what sends text messages stays the pool's."""
    change(world, pool, mode=MfaMode.ON, sms=SMS, email=EmailFactor(subject="A code"))

    changed = change(world, pool, mode=MfaMode.OPTIONAL, software_token=True)

    assert changed.second_factors == SecondFactors(software_token=True)
    assert changed.kept["SmsConfiguration"] == SENDER


def test_a_block_replaces_what_it_held(world: World, pool: UserPool) -> None:
    """A member left out of a block is lost, but for what sends the pool's other text messages."""
    change(world, pool, mode=MfaMode.ON, sms=SMS, relying_party=PARTY)

    changed = change(
        world,
        pool,
        mode=MfaMode.ON,
        sms=SmsFactor(),
        relying_party=RelyingParty(user_verification="preferred"),
    )

    assert changed.second_factors.relying_party == RelyingParty(user_verification="preferred")
    assert changed.messages.authentication_sms is None
    assert changed.kept["SmsConfiguration"] == SENDER


def test_off_switches_every_factor_off(world: World, pool: UserPool) -> None:
    """OFF alone is accepted, with passkeys too, and leaves no factor behind."""
    change(world, pool, mode=MfaMode.ON, software_token=True)

    changed = change(world, pool, mode=MfaMode.OFF, relying_party=PARTY)

    assert (changed.mfa, changed.second_factors) == (
        MfaMode.OFF,
        SecondFactors(relying_party=PARTY),
    )


@pytest.mark.parametrize("mode", [MfaMode.ON, MfaMode.OPTIONAL])
def test_passkeys_alone_leave_the_factors(world: World, pool: UserPool, mode: MfaMode) -> None:
    """A request that says nothing of factors opens nothing that they kept shut."""
    before = change(world, pool, mode=mode, software_token=True, email=EmailFactor())

    changed = change(world, pool, relying_party=PARTY)

    assert changed.mfa is mode
    assert changed.second_factors == replace(before.second_factors, relying_party=PARTY)


def test_factors_leave_the_passkeys(world: World, pool: UserPool) -> None:
    """A tool that knows nothing of passkeys does not break them."""
    change(world, pool, mode=MfaMode.OFF, relying_party=PARTY)

    changed = change(world, pool, mode=MfaMode.ON, software_token=True)

    assert changed.second_factors.relying_party == PARTY


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"mode": MfaMode.OFF, "sms": SMS}, OFF_WITH_FACTORS),
        ({"mode": MfaMode.OFF, "software_token": False}, OFF_WITH_FACTORS),
        ({"mode": MfaMode.OFF, "email": EmailFactor()}, OFF_WITH_FACTORS),
        ({"software_token": True}, OFF_WITH_FACTORS),
        ({"mode": MfaMode.ON}, NOTHING_OFFERED),
        ({"mode": MfaMode.OPTIONAL, "software_token": False}, NOTHING_OFFERED),
        ({"mode": MfaMode.OPTIONAL, "relying_party": PARTY}, NOTHING_OFFERED),
        ({"mode": MfaMode.ON, "sms": SmsFactor()}, SMS_FOR_MFA),
        ({"mode": MfaMode.ON, "sms": SmsFactor(), "software_token": True}, SMS_FOR_MFA),
        (
            {"mode": MfaMode.ON, "sms": replace(SMS, region="eu-west-1")},
            "The Region of EumsSms must be the Region of the user pool.",
        ),
    ],
)
def test_settings_that_clash_are_refused(
    world: World, pool: UserPool, members: dict[str, Any], expected: str
) -> None:
    """Each rule refuses what breaks it, with its own text, and the pool stays as it was."""
    with pytest.raises(InvalidParameterException) as caught:
        change(world, pool, **members)

    assert caught.value.text == expected
    assert world.services.mfa_config.get(pool.id) == pool


@pytest.mark.parametrize(
    "members",
    [
        {"mode": MfaMode.ON, "email": EmailFactor()},
        {"relying_party": RelyingParty(multi_factor=True, factor_given=True)},
    ],
)
def test_lite_pools_are_refused_what_their_plan_lacks(
    world: World, members: dict[str, Any]
) -> None:
    """E-mail and passkeys as second factors need a higher plan."""
    pool = world.add_pool(tier="LITE")

    with pytest.raises(FeatureUnavailableInTierException):
        change(world, pool, **members)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("example.com", "example.com"),
        ("Auth.Example.COM", "auth.example.com"),
        ("localhost", "localhost"),
        ("app.localhost", "app.localhost"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_domains_are_relying_parties(world: World, pool: UserPool, given: str, kept: str) -> None:
    """A domain is kept in lower case, as browsers compare it."""
    party = change(world, pool, relying_party=RelyingParty(id=given)).second_factors.relying_party

    assert party == RelyingParty(id=kept)


@pytest.mark.parametrize(
    "given",
    [
        "com",
        "https://example.com",
        "example.com:443",
        "example.com/",
        "192.0.2.7",
        "[::1]",
        "-example.com",
        "example..com",
        "example.com.",
        ".example.com",
        "exämple.com",
        "example.com\n",
        "*.example.com",
        "a" * 64 + ".com",
        " ",
    ],
)
def test_what_no_browser_takes_is_no_relying_party(
    world: World, pool: UserPool, given: str
) -> None:
    """Addresses, ports, schemes, patterns and bare suffixes are refused."""
    with pytest.raises(InvalidParameterException) as caught:
        change(world, pool, relying_party=RelyingParty(id=given))

    assert caught.value.text == RELYING_PARTY_REFUSED


def test_an_unknown_pool_is_told(world: World) -> None:
    """Neither operation invents a pool."""
    nowhere = PoolId("us-east-1_none00000")
    with pytest.raises(ResourceNotFoundException):
        world.services.mfa_config.get(nowhere)
    with pytest.raises(ResourceNotFoundException):
        world.services.mfa_config.set(nowhere, MfaSettings(mode=MfaMode.OFF))


def test_a_change_made_meanwhile_is_told(world: World, pool: UserPool) -> None:
    """Whoever is overtaken learns it, and what the other did stays."""
    overtaken = replace(world.ports, store=Overtaken(world.store, "pools.save", Stale()))
    config = MfaConfig(overtaken, world.deployment)

    with pytest.raises(ConcurrentModificationException):
        config.set(pool.id, MfaSettings(mode=MfaMode.ON, software_token=True))


def update(world: World, pool: UserPool, **settings: Any) -> UserPool:  # noqa: ANN401
    """UpdateUserPool."""
    world.services.pools.update(pool.id, PoolSettings(**settings))
    return world.services.mfa_config.get(pool.id)


def test_an_update_leaves_the_factors(world: World, pool: UserPool) -> None:
    """UpdateUserPool replaces every setting but the second factors that need no text messages."""
    before = change(
        world, pool, mode=MfaMode.ON, software_token=True, email=EmailFactor(), relying_party=PARTY
    )

    assert update(world, pool, mfa=MfaMode.ON).second_factors == before.second_factors
    off = update(world, pool)
    assert off.second_factors == before.second_factors
    assert off.offers == ()


def test_text_messages_come_and_go_with_what_sends_them(world: World, pool: UserPool) -> None:
    """A pool that asks for second factors and says how text messages are sent offers them."""
    change(world, pool, mode=MfaMode.ON, software_token=True)

    with_sender = update(
        world, pool, mfa=MfaMode.ON, sms_configured=True, kept={"SmsConfiguration": OTHER_SENDER}
    )
    assert with_sender.offers == (SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN)
    without = update(world, pool, mfa=MfaMode.ON)
    assert without.offers == (SecondFactor.SOFTWARE_TOKEN,)


def test_the_last_factor_does_not_go_by_an_update(world: World, pool: UserPool) -> None:
    """Where text messages are the only factor, an update without them is refused."""
    change(world, pool, mode=MfaMode.ON, sms=SMS)

    with pytest.raises(CognitoError) as caught:
        update(world, pool, mfa=MfaMode.ON)

    assert caught.value.text == SMS_FOR_MFA
