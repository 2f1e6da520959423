"""Every trigger times every fault, through the API on both databases (SEC-66).

Each trigger has a pool of its own, whose function goes wrong at the last step: the caller hears the
named error within the time that attempts and time-out allow, and what the function should have
vetted has not happened.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event
from typing import Any, Final, cast

import pytest
from sqlalchemy import Select, Table, select

from adapters.api.lane import while_waiting
from adapters.api.registry import OPERATIONS
from adapters.egress import NAMED_BY_OPERATOR, Egress
from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.tables import METADATA
from adapters.triggers import configuration, webhook
from adapters.triggers.directory import Directory, Route
from adapters.triggers.guarded import Surroundings
from adapters.triggers.target import TargetContext
from domain.model.identifiers import ClientId, PoolId
from domain.model.message import Channel
from domain.model.pool import UserPool
from domain.model.user import UserStatus
from domain.ports.triggers import TriggerEvent
from tests.api.stage import Answer, Stage
from tests.support.fakes import FrozenClock, ListReporter, SeededEntropy
from tests.support.postgres import ServerDatabases
from tests.support.trigger_receiver import (
    SECRET,
    Receiver,
    function_error,
    held,
    huge,
    raw,
    redirect,
)
from tests.support.trigger_receiver import (
    Answer as Told,
)
from tests.support.world import PASSWORD, World

TIMEOUT_S: Final = 0.1
ATTEMPTS: Final = 2
FUNCTION: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
EMAIL: Final = "ann@example.com"

Rows = Mapping[str, list[str]]


class Alone:
    """A runner that proves that whoever calls it has no unit of work open."""

    def __init__(self, runner: Directory, store: SqlStore) -> None:
        self._runner = runner
        self._store = store

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        with self._store.reading():
            """Units do not nest: the store refuses a second one of the same thread."""
        return self._runner.invoke(event)


@dataclass(kw_only=True)
class Scene:
    """A service over a database, whose functions are one receiver, nobody, or not configured."""

    stage: Stage
    store: SqlStore
    world: World
    receiver: Receiver
    pools: dict[Trigger, UserPool] = field(default_factory=dict)
    names: Iterator[str] = field(default_factory=lambda: (f"user{at}" for at in count()))
    pool: UserPool = field(init=False)

    @property
    def client_id(self) -> ClientId:
        """The client of the pool."""
        return ClientId(f"fault{self.pool.id[-5:]:0>21}")

    def enter(self, trigger: Trigger) -> None:
        """Go to the pool of a trigger, which is made when it is first asked for."""
        self.receiver.forget()
        if trigger not in self.pools:
            self._make(trigger, len(self.pools))
        self.pool = self.pools[trigger]
        self.aim(trigger, "there")

    def _make(self, trigger: Trigger, number: int) -> None:
        names = (trigger.name, *trigger.others)
        self.pool = pool = self.world.add_pool(
            id=PoolId(f"us-east-1_Fault{number:05}"),
            triggers=dict.fromkeys(names, f"{FUNCTION}there-{number}"),
            auto_verified=("email",),
        )
        self.pools[trigger] = pool
        self.world.add_client(pool, id=self.client_id, prevent_user_existence_errors="LEGACY")
        self.world.add_user(pool, attributes={"email": EMAIL, "email_verified": "true"})

    def aim(self, trigger: Trigger, function: str) -> None:
        """Let the pool name this function."""
        arn = f"{FUNCTION}{function}-{self.pool.id}"
        if self.pool.triggers[trigger.name] != arn:
            changed = replace(self.pool, triggers={**self.pool.triggers, trigger.name: arn})
            with self.store.writing() as unit:
                self.pool = unit.pools.save(changed)
            self.pools[trigger] = self.pool

    def call(self, operation: str, **members: object) -> Answer:
        """Call an operation as the client."""
        return self.stage.call(operation, {"ClientId": self.client_id, **members})

    def signed(self, operation: str, username: str) -> Answer:
        """Call an operation as an administrator."""
        return self.stage.signed(operation, {"UserPoolId": self.pool.id, "Username": username})

    def begin(self, flow: str = "USER_PASSWORD_AUTH", username: str = "ann") -> Answer:
        """InitiateAuth."""
        parameters = {"USERNAME": username, "PASSWORD": PASSWORD}
        return self.call("InitiateAuth", AuthFlow=flow, AuthParameters=parameters)

    def tell_senders(self) -> int:
        """Let the courier go round once; return how many codes were taken."""
        return self.world.services.courier.send_due(Channel.EMAIL_SENDER, lambda: False)

    def rows(self) -> Rows:
        """Everything that the store holds of the pool."""
        with self.store.engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(self._own(table))))
                for table in METADATA.sorted_tables
            }

    def _own(self, table: Table) -> Select[Any]:
        own = table.columns.get("pool_id")
        return select(table) if own is None else select(table).where(own == self.pool.id)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """The service on each database."""
    databases: ServerDatabases | None = None
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('faults')}/cognate.db"
    else:
        databases = request.getfixturevalue("postgres")
        url = databases.create_database()
    upgrade(url)
    store, clock = open_store(url), FrozenClock()
    egress = Egress(NAMED_BY_OPERATOR, connections=8)
    with socket.socket() as nobody, Receiver(clock=clock) as receiver:
        # Bound, so that nobody else gets the port, but nobody listens.
        nobody.bind(("127.0.0.1", 0))
        runner = _runner(egress, clock, receiver.url, f"http://127.0.0.1:{nobody.getsockname()[1]}")
        world = World(store=store, clock=clock, triggers=Alone(runner, store))
        stage = Stage(cast("Any", OPERATIONS), services=world.services)
        yield Scene(stage=stage, store=store, world=world, receiver=receiver)
        stage.close()
        egress.close()
        store.close()
    if databases is not None:
        databases.drop_database(url)


def _runner(egress: Egress, clock: FrozenClock, url: str, unreachable: str) -> Directory:
    context = TargetContext(
        http=egress,
        clock=clock,
        entropy=SeededEntropy(),
        reporter=ListReporter(),
        pause_s=lambda _: None,
    )

    def route(name: str, url: str) -> Route:
        given = {
            "arn": f"{FUNCTION}{name}-*",
            "url": url,
            "secret": SECRET,
            "timeout_s": TIMEOUT_S,
            "attempts": ATTEMPTS,
            "code": "plain",
        }
        return configuration.route(given, {"webhook": lambda: webhook.open}, context)

    routes = [route("there", url), route("gone", unreachable)]
    return Directory(routes, Surroundings(while_waiting=while_waiting))


# --- the triggers -------------------------------------------------------------------------------

Act = Callable[[Scene], Answer]
"""The request that runs into the function; what leads there has been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger, the request that runs it, and what may have changed when it has failed."""

    source: str
    prepare: Callable[[Scene], Act]
    changes: frozenset[str] = frozenset()
    """Tables that may differ afterwards."""
    others: tuple[str, ...] = ()
    """Triggers that the way there needs."""
    is_silent: bool = False
    """Whether the function has nothing to answer."""

    @property
    def name(self) -> str:
        """Its key in LambdaConfig."""
        prefix = self.source.partition("_")[0]
        return {"TokenGeneration": "PreTokenGeneration"}.get(prefix, prefix)


def _sign_up(scene: Scene) -> Act:
    name = next(scene.names)
    attributes = [{"Name": "email", "Value": f"{name}@example.com"}]
    return lambda scene: scene.call(
        "SignUp", Username=name, Password=PASSWORD, UserAttributes=attributes
    )


def _admin_create_user(scene: Scene) -> Act:
    name = next(scene.names)
    return lambda scene: scene.signed("AdminCreateUser", name)


def _confirm(scene: Scene) -> Act:
    name = next(scene.names)
    scene.world.add_user(scene.pool, name, status=UserStatus.UNCONFIRMED)
    return lambda scene: scene.signed("AdminConfirmSignUp", name)


def _forgot_password(scene: Scene) -> Act:
    del scene
    return lambda scene: scene.call("ForgotPassword", Username="ann")


def _sign_in(scene: Scene) -> Act:
    del scene
    return Scene.begin


def _refresh(scene: Scene) -> Act:
    token = scene.begin().json["AuthenticationResult"]["RefreshToken"]
    parameters = {"REFRESH_TOKEN": token}
    return lambda scene: scene.call(
        "InitiateAuth", AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters
    )


def _begin_custom(scene: Scene) -> Act:
    scene.receiver.answer("DefineAuthChallenge_Authentication", challengeName="CUSTOM_CHALLENGE")
    return lambda scene: scene.begin("CUSTOM_AUTH")


def _answer_custom(scene: Scene) -> Act:
    scene.receiver.answer("DefineAuthChallenge_Authentication", challengeName="CUSTOM_CHALLENGE")
    session = scene.begin("CUSTOM_AUTH").json["Session"]
    return lambda scene: scene.call(
        "RespondToAuthChallenge",
        ChallengeName="CUSTOM_CHALLENGE",
        Session=session,
        ChallengeResponses={"USERNAME": "ann", "ANSWER": "42"},
    )


def _migrate_at_sign_in(scene: Scene) -> Act:
    name = next(scene.names)
    return lambda scene: scene.begin(username=name)


def _migrate_at_forgot_password(scene: Scene) -> Act:
    name = next(scene.names)
    return lambda scene: scene.call("ForgotPassword", Username=name)


CUSTOM: Final = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")

TRIGGERS: Final = {
    trigger.source: trigger
    for trigger in (
        Trigger(source="PreSignUp_SignUp", prepare=_sign_up),
        Trigger(source="PreSignUp_AdminCreateUser", prepare=_admin_create_user),
        Trigger(
            source="PostConfirmation_ConfirmSignUp",
            prepare=_confirm,
            # The function hears of what has happened already, and it stays.
            changes=frozenset({"searched", "users"}),
            is_silent=True,
        ),
        Trigger(source="PreAuthentication_Authentication", prepare=_sign_in, is_silent=True),
        Trigger(source="PostAuthentication_Authentication", prepare=_sign_in, is_silent=True),
        Trigger(source="TokenGeneration_Authentication", prepare=_sign_in),
        Trigger(source="TokenGeneration_RefreshTokens", prepare=_refresh),
        Trigger(source="CustomMessage_SignUp", prepare=_sign_up),
        Trigger(source="CustomMessage_ForgotPassword", prepare=_forgot_password),
        Trigger(source="DefineAuthChallenge_Authentication", prepare=_begin_custom, others=CUSTOM),
        Trigger(source="CreateAuthChallenge_Authentication", prepare=_begin_custom, others=CUSTOM),
        Trigger(
            source="VerifyAuthChallengeResponse_Authentication",
            prepare=_answer_custom,
            # A Session is used up by the answer, whatever comes of it.
            changes=frozenset({"spent"}),
            others=CUSTOM,
        ),
        Trigger(
            source="UserMigration_Authentication",
            prepare=_migrate_at_sign_in,
            # A try counts, for whomever.
            changes=frozenset({"locks"}),
        ),
        Trigger(
            source="UserMigration_ForgotPassword",
            prepare=_migrate_at_forgot_password,
            # That the function was asked counts.
            changes=frozenset({"budgets"}),
        ),
    )
}

# --- the faults ---------------------------------------------------------------------------------

USER: Final = "UserLambdaValidationException"
UNEXPECTED: Final = "UnexpectedLambdaException"
INVALID: Final = "InvalidLambdaResponseException"
NOT_CONFIGURED: Final = (UNEXPECTED, "{} invocation failed due to configuration.")
UNREADABLE: Final = (INVALID, "Unrecognizable lambda output")
SERVICE: Final = (UNEXPECTED, "{} invocation failed due to error ServiceException.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, and the error that is told: its type, its text with the trigger's name."""

    error: tuple[str, str]
    answer: Callable[[], Told] | None = None
    function: str = "there"
    needs_words: bool = False
    """Whether it is a fault only where the function has something to answer."""


FAULTS: Final = {
    "refused connection": Fault(error=SERVICE, function="gone"),
    "no target": Fault(error=NOT_CONFIGURED, function="unknown"),
    "timeout": Fault(
        error=(
            UNEXPECTED,
            "{} invocation failed due to error Socket timeout while invoking Lambda function.",
        ),
        answer=lambda: held(Event()),
    ),
    "500": Fault(error=SERVICE, answer=lambda: raw("{}", 500)),
    "function error": Fault(
        error=(USER, "{} failed with error Not today."), answer=lambda: function_error("Not today")
    ),
    "not JSON": Fault(
        error=(INVALID, "Invalid lambda function output : Invalid JSON"), answer=lambda: raw("yes")
    ),
    "wrong type": Fault(error=UNREADABLE, answer=lambda: raw('{"response": []}'), needs_words=True),
    "missing response": Fault(error=UNREADABLE, answer=lambda: raw("{}"), needs_words=True),
    "5 MB answer": Fault(error=UNREADABLE, answer=huge),
    "redirect": Fault(
        error=NOT_CONFIGURED, answer=lambda: redirect("http://169.254.169.254/latest/meta-data/")
    ),
}
CELLS: Final = [
    (source, fault)
    for source, trigger in TRIGGERS.items()
    for fault, told in FAULTS.items()
    if not (told.needs_words and trigger.is_silent)
]


def expected(trigger: Trigger, fault: Fault, scene: Scene) -> tuple[str, str]:
    """The error as it is told; a migration that fails has words of its own (ruling 56)."""
    if trigger.source == "UserMigration_Authentication":
        text = f"Exception migrating user in app client {scene.client_id}"
        return "UserNotFoundException", text
    return fault.error[0], fault.error[1].format(trigger.name)


@pytest.mark.parametrize(("source", "fault"), CELLS)
def test_a_failing_function_refuses_in_time_and_changes_nothing(
    scene: Scene, source: str, fault: str
) -> None:
    """The named error, within the bound, with the state as it was, and no unit of work open."""
    trigger, wrong = TRIGGERS[source], FAULTS[fault]
    scene.enter(trigger)
    act = trigger.prepare(scene)
    scene.aim(trigger, wrong.function)
    if wrong.answer is not None:
        scene.receiver.answer(source, wrong.answer())
    before, began_s = scene.rows(), time.monotonic()
    answer = act(scene)
    elapsed_s, after = time.monotonic() - began_s, scene.rows()
    kind, text = expected(trigger, wrong, scene)
    assert (answer.status, answer.type.rpartition("#")[2]) == (400, kind), answer.json
    assert answer.json["message"] == text
    assert elapsed_s < ATTEMPTS * TIMEOUT_S + 2.0
    assert scene.receiver.refused == []
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= trigger.changes, json.dumps(sorted(changed))


def _finish_custom(scene: Scene) -> Act:
    act = _answer_custom(scene)
    scene.receiver.answer("VerifyAuthChallengeResponse_Authentication", answerCorrect=True)
    scene.receiver.answer("DefineAuthChallenge_Authentication", issueTokens=True)
    return act


@pytest.mark.parametrize(
    "source", ["PostAuthentication_Authentication", "TokenGeneration_Authentication"]
)
def test_who_is_refused_at_the_end_begins_anew(scene: Scene, source: str) -> None:
    """No tokens, and the Session is used up: the same answer does not get a second chance."""
    trigger = Trigger(source=source, prepare=_finish_custom, others=CUSTOM)
    scene.enter(trigger)
    act = trigger.prepare(scene)
    scene.receiver.answer(source, function_error("Not today"))
    before = scene.rows()
    assert act(scene).json["message"] == f"{trigger.name} failed with error Not today."
    after = scene.rows()
    assert {name for name in before if before[name] != after[name]} == {"spent"}
    scene.receiver.answer(source, raw("{}") if source.startswith("Post") else {})
    assert act(scene).type.rpartition("#")[2] == "NotAuthorizedException"
    assert scene.rows() == after


# --- those whom nobody waits for ----------------------------------------------------------------

SENDER: Final = Trigger(source="CustomEmailSender_SignUp", prepare=_sign_up)
TAKEN: Final = frozenset({"not JSON", "wrong type", "missing response", "5 MB answer"})
"""What a sender says is nobody's business, as long as it says 2xx."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sender_is_told_until_it_takes_the_code(scene: Scene, fault: str) -> None:
    """The request is answered all the same, and each code is taken once."""
    wrong = FAULTS[fault]
    scene.enter(SENDER)
    act = SENDER.prepare(scene)
    scene.aim(SENDER, wrong.function)
    if wrong.answer is not None:
        scene.receiver.answer(SENDER.source, wrong.answer())
    assert act(scene).status == 200
    assert scene.receiver.deliveries == []
    assert scene.tell_senders() == (fault in TAKEN)
    assert len(scene.rows()["outbox"]) == (fault not in TAKEN)
    scene.aim(SENDER, "there")
    scene.receiver.answer(SENDER.source, raw("{}", 202))
    scene.world.clock.advance(s=60)
    assert scene.tell_senders() == (fault not in TAKEN)
    assert scene.rows()["outbox"] == []
    assert scene.receiver.refused == []


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://169.254.169.254/", "arn:http://[::1]"]
)
def test_no_address_comes_in_by_the_api(scene: Scene, url: str) -> None:
    """Pools name functions by ARN alone: an address in its place is refused (SEC-65)."""
    request = {"PoolName": "people", "LambdaConfig": {"PreSignUp": url}}
    answer = scene.stage.signed("CreateUserPool", request)
    assert answer.type.rpartition("#")[2] == "InvalidParameterException"
    assert "lambdaConfig.preSignUp" in answer.json["message"]


@pytest.mark.parametrize("name", ["127.0.0.1", "169.254.169.254", "localhost:8080", "http:/x"])
def test_an_arn_that_holds_an_address_is_an_unknown_function(scene: Scene, name: str) -> None:
    """What no entry names is called nowhere, whatever it looks like."""
    made = scene.stage.signed(
        "CreateUserPool", {"PoolName": "people", "LambdaConfig": {"PreSignUp": FUNCTION + name}}
    )
    pool_id = made.json["UserPool"]["Id"]
    scene.receiver.forget()
    answer = scene.stage.signed("AdminCreateUser", {"UserPoolId": pool_id, "Username": "bob"})
    assert answer.type.rpartition("#")[2] == UNEXPECTED
    assert answer.json["message"] == "PreSignUp invocation failed due to configuration."
    assert scene.receiver.deliveries == []
