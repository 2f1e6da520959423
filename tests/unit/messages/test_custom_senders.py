"""Custom senders: a pool's own functions are told codes, from the outbox, in place of a channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import CodeDeliveryFailureException
from domain.messages.sealed import unseal, unseal_errand
from domain.model.factors import SecondFactor
from domain.model.message import Channel, OutboxEntry
from domain.model.user import User, UserStatus
from domain.ports.sealer import SealBroken
from domain.ports.triggers import TriggerGarbled, TriggerRefused, TriggerUnreachable
from tests.support.accounts import Desk, Function, Functions, pairs, refused, without_channels
from tests.support.second_factors import PHONE, change_pool, give_factors
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD, World

EMAIL = "ann@example.com"
METADATA = {"language": "pt"}
EMAIL_SENDER: Mapping[str, Function] = {"CustomEmailSender": {}}
KEY = "arn:aws:kms:us-east-1:000000000000:key/codes"
ATTRIBUTES = {"email": EMAIL, "email_verified": "true", "phone_number": PHONE}

MakeWorld = Callable[[Functions], World]


class Counter:
    """A pool without any channel, whose functions a test names, and who comes to its counter."""

    def __init__(
        self, answers: Mapping[str, Function] = EMAIL_SENDER, make_world: MakeWorld | None = None
    ) -> None:
        self.functions = Functions(**answers)
        self.world = (make_world or without_channels)(self.functions)
        self.pool = self.world.add_pool(
            auto_verified=("email",), triggers=self.functions.arns, code_key=KEY
        )
        self.desk = Desk(self.world, self.world.add_client(self.pool))

    def add_ann(self, **changes: Any) -> User:  # noqa: ANN401 - any field of a user
        """Store Ann, who has both addresses."""
        return self.world.add_user(self.pool, **{"attributes": ATTRIBUTES, **changes})

    def send(self) -> int:
        """Let the courier go."""
        courier = self.world.services.courier
        return sum(courier.send_due(each, lambda: False) for each in courier.channels)

    def told(self) -> dict[str, Any]:
        """Let the courier go; return what the function was told last."""
        assert self.send() == 1
        return dict(self.functions.events[-1].event)

    @property
    def waiting(self) -> list[OutboxEntry]:
        """What is in the outbox."""
        with self.world.store.reading() as unit:
            return list(unit.outbox.page(None, 100))

    @property
    def reported(self) -> list[tuple[str, object]]:
        """What the courier reported, with its reasons."""
        return [(event, facts.get("reason")) for event, facts in self.world.reporter.events]


def test_a_sender_is_told_everything_after_the_answer() -> None:
    """The function gets the code with the user as he was; then nothing waits any more."""
    counter = Counter()
    counter.desk.public(
        "SignUp",
        Username="ann",
        Password=PASSWORD,
        UserAttributes=pairs(email=EMAIL),
        ClientMetadata=METADATA,
    )
    assert counter.functions.events == []
    user = counter.desk.look()
    counter.world.clock.advance(s=5)
    told = counter.told()
    code = told["request"].pop("code")
    assert told == {
        "version": "1",
        "triggerSource": "CustomEmailSender_SignUp",
        "region": "us-east-1",
        "userPoolId": counter.pool.id,
        "userName": "ann",
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": counter.desk.client.id,
        },
        "request": {
            "type": "customEmailSenderRequestV1",
            "userAttributes": {
                "sub": user["attributes"]["sub"],
                "cognito:user_status": "UNCONFIRMED",
                "email": EMAIL,
                "email_verified": "false",
            },
            "clientMetadata": METADATA,
        },
        "response": {},
    }
    (event,) = counter.functions.events
    assert (event.trigger, event.arn) == ("CustomEmailSender", counter.pool.triggers[event.trigger])
    assert (event.waits, event.code_key) == (False, KEY)
    assert counter.waiting == []
    counter.desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=code)


def _resend(desk: Desk) -> None:
    desk.public("ResendConfirmationCode", Username="ann")


def _forget(desk: Desk) -> None:
    desk.public("ForgotPassword", Username="ann")


def _reset(desk: Desk) -> None:
    desk.admin("AdminResetUserPassword")


def _invite(desk: Desk) -> None:
    desk.admin("AdminCreateUser", "eve", UserAttributes=pairs(**ATTRIBUTES))


def _second_factor(desk: Desk) -> None:
    asked(desk.sign_in.by_password())


def _first_factor(desk: Desk) -> None:
    change_pool(desk.sign_in, first_factors=("PASSWORD", "EMAIL_OTP", "SMS_OTP"))
    asked(desk.sign_in.choose("EMAIL_OTP"))


@pytest.mark.parametrize(
    ("job", "source", "user"),
    [
        (_resend, "CustomEmailSender_ResendCode", {"status": UserStatus.UNCONFIRMED}),
        (_forget, "CustomEmailSender_ForgotPassword", {}),
        (_reset, "CustomEmailSender_ForgotPassword", {}),
        (_invite, "CustomSMSSender_AdminCreateUser", {}),
        (_second_factor, "CustomSMSSender_Authentication", {"factor": SecondFactor.SMS}),
        (_second_factor, "CustomEmailSender_Authentication", {"factor": SecondFactor.EMAIL}),
        (_first_factor, "CustomEmailSender_Authentication", {}),
    ],
)
def test_every_operation_has_its_source(
    job: Callable[[Desk], None], source: str, user: dict[str, Any]
) -> None:
    """Without any channel each message goes to the sender of its medium, and to nobody else."""
    sender = source.partition("_")[0]
    counter = Counter({sender: {}})
    factor = user.pop("factor", None)
    ann = counter.add_ann(**user)
    if factor is not None:
        give_factors(counter.desk.sign_in, ann, factor)
    job(counter.desk)
    told = counter.told()
    assert told["triggerSource"] == source
    assert told["request"]["type"] == f"c{sender[1:]}RequestV1"
    assert "clientMetadata" not in told["request"]


def test_what_a_sender_is_told_signs_in() -> None:
    """A temporary password and a code for a sign-in are those that count."""
    counter = Counter({"CustomSMSSender": {}, "CustomEmailSender": {}})
    _invite(counter.desk)
    password = counter.told()["request"]["code"]
    asked(counter.desk.sign_in.by_password("eve", password))
    counter.add_ann()
    change_pool(counter.desk.sign_in, first_factors=("PASSWORD", "EMAIL_OTP"))
    session = asked(counter.desk.sign_in.choose("EMAIL_OTP")).session
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": counter.told()["request"]["code"]}
    tokens(counter.desk.sign_in.answer("EMAIL_OTP", session, answers))


def test_a_temporary_password_is_ready_for_a_page() -> None:
    """Its angle brackets are told as HTML writes them, as the service does; `&` is left."""
    counter = Counter()
    counter.desk.admin(
        "AdminCreateUser",
        UserAttributes=pairs(email=EMAIL),
        DesiredDeliveryMediums=["EMAIL"],
        TemporaryPassword="<Passw0rd&>",
    )
    assert counter.told()["request"]["code"] == "&lt;Passw0rd&&gt;"


def test_a_sender_needs_no_texts() -> None:
    """CustomMessage is not asked where the medium has a sender, and is where it has none."""
    texts = {"smsMessage": "{####} {username}", "emailMessage": "{####} {username}"}
    answers = {**EMAIL_SENDER, "CustomMessage": texts}
    counter = Counter(answers, lambda functions: World(triggers=functions))
    functions = counter.functions
    counter.desk.admin(
        "AdminCreateUser",
        UserAttributes=pairs(**ATTRIBUTES),
        DesiredDeliveryMediums=["EMAIL", "SMS"],
    )
    assert [event.trigger for event in functions.events] == ["CustomMessage"]
    (sms,) = counter.desk.mail
    assert sms.channel is Channel.SMS
    assert counter.send() == 1
    assert functions.events[-1].event["triggerSource"] == "CustomEmailSender_AdminCreateUser"
    assert counter.desk.mail == [sms]


def test_a_sender_of_one_medium_is_no_channel_for_the_other() -> None:
    """A pool that sends text messages itself has no e-mail without a delivery."""
    counter = Counter({"CustomSMSSender": {}})
    with refused(CodeDeliveryFailureException):
        counter.desk.sign_up(email=EMAIL)


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (TriggerRefused(f"no such person: {EMAIL}"), "the function raised an error"),
        (TriggerUnreachable("invocation failed due to X."), "invocation failed due to X."),
        (TriggerGarbled(), "the function answered what is no answer"),
    ],
)
def test_a_failure_is_told_nobody_and_tried_again(failure: Exception, reason: str) -> None:
    """The caller is answered as ever; the code is told later, in the same event."""
    counter = Counter({"CustomEmailSender": failure})
    counter.desk.sign_up(email=EMAIL)
    assert counter.send() == 0
    assert counter.send() == 0
    counter.functions.answers = {"CustomEmailSender": {}}
    counter.world.clock.advance(s=1)
    assert counter.send() == 1
    first, second = counter.functions.events
    assert first == second
    assert counter.waiting == []
    assert counter.reported == [
        ("message_postponed", reason),
        ("message_sent", None),
    ]
    assert EMAIL not in repr(counter.world.reporter.events)


def test_what_no_sender_took_is_dropped_with_its_code() -> None:
    """After an hour a recovery code is over: the function is not called with it any more."""
    counter = Counter({"CustomEmailSender": TriggerUnreachable("invocation failed")})
    counter.add_ann()
    _forget(counter.desk)
    counter.send()
    counter.world.clock.advance(s=3_600)
    assert counter.send() == 0
    assert len(counter.functions.events) == 1
    assert counter.waiting == []
    assert counter.reported[-1] == ("message_dropped", "too late")


def test_a_function_that_is_gone_fails_in_the_background() -> None:
    """A pool that names no sender any more keeps the message, until it names one again."""
    counter = Counter()
    counter.add_ann()
    _forget(counter.desk)
    change_pool(counter.desk.sign_in, triggers={})
    assert counter.send() == 0
    assert counter.reported == [("message_postponed", "the pool names no CustomEmailSender")]
    change_pool(counter.desk.sign_in, triggers={"CustomEmailSender": "arn:of:another"})
    counter.world.clock.advance(s=1)
    assert counter.send() == 1
    assert counter.functions.events[-1].arn == "arn:of:another"


def test_the_outbox_has_nothing_in_clear() -> None:
    """Of what waits for a sender only ids, trigger, purpose and times are readable."""
    counter = Counter()
    counter.desk.sign_up(email=EMAIL)
    (entry,) = counter.waiting
    code = counter.told()["request"]["code"]
    text = repr(entry) + repr(counter.functions.events) + repr(counter.world.reporter.events)
    for secret in (code, EMAIL):
        assert secret.encode() not in entry.sealed
        assert secret not in text


def test_neither_can_be_made_the_other() -> None:
    """Who can write to the store cannot have a message told as an event, nor an event mailed."""
    counter = Counter()
    sealer, pool = counter.world.ports.sealer, counter.pool
    counter.desk.sign_up(email=EMAIL)
    (errand,) = counter.waiting
    with pytest.raises(SealBroken):
        unseal(sealer, pool, replace(errand, channel=Channel.EMAIL))
    other = Counter(make_world=lambda _: World())
    change_pool(other.desk.sign_in, triggers={})
    other.desk.sign_up(email=EMAIL)
    (message,) = other.waiting
    assert unseal(sealer, other.pool, message).to == EMAIL
    with pytest.raises(SealBroken):
        unseal_errand(sealer, other.pool, replace(message, channel=Channel.EMAIL_SENDER))


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_a_name_is_told_nothing_apart(username: str) -> None:
    """Without a channel an unknown name is answered as a known one, since the sender is one."""
    counter = Counter()
    counter.add_ann()
    answer = counter.desk.public("ForgotPassword", Username=username)
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    change_pool(counter.desk.sign_in, first_factors=("PASSWORD", "EMAIL_OTP"))
    assert asked(counter.desk.sign_in.choose("EMAIL_OTP", username)).challenge == "EMAIL_OTP"
