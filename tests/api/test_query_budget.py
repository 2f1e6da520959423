"""What a request on the hot path may cost: statements, commits, keys parsed, settings read.

Counted through the whole wire on both databases, with everything warm. A number that grows here is
a number that every sign-in of every deployment pays for.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.routing import Route

from adapters.api.registry import OPERATIONS
from adapters.signing.store_signer import StoreSigner
from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.observe import Seen, observe
from adapters.web.well_known import WellKnown
from domain import services as domain_services
from domain.ports.signer import SignerContext
from tests.api.stage import Members, Stage, respond
from tests.support.postgres import ServerDatabases
from tests.support.sign_in import SECRET_EXPONENT, timestamp_of
from tests.support.srp_client import SrpClient
from tests.support.world import PASSWORD, World

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@dataclass
class Service:
    """The operations over a store in SQL, with one pool, one client and Ann, who has signed in."""

    stage: Stage
    store: SqlStore
    signer: StoreSigner
    world: World
    pool_id: str = ""
    client_id: str = ""
    tokens: Members | None = None

    def settle(self) -> None:
        """Make what the tests need, and warm what is kept between requests."""
        pool = self.signed("CreateUserPool", PoolName="people")["UserPool"]
        self.pool_id = pool["Id"]
        client = self.signed(
            "CreateUserPoolClient",
            UserPoolId=self.pool_id,
            ClientName="app",
            ExplicitAuthFlows=FLOWS,
            PreventUserExistenceErrors="ENABLED",
        )
        self.client_id = client["UserPoolClient"]["ClientId"]
        self.call("SignUp", ClientId=self.client_id, Username="ann", Password=PASSWORD)
        self.signed("AdminConfirmSignUp", UserPoolId=self.pool_id, Username="ann")
        self.tokens = self.by_password()["AuthenticationResult"]
        self.call("GetUser", AccessToken=self.tokens["AccessToken"])

    def call(self, operation: str, **members: object) -> Members:
        """Call an operation that must succeed."""
        answer = self.stage.call(operation, members)
        assert answer.status == 200, answer.json
        return answer.json

    def signed(self, operation: str, **members: object) -> Members:
        """Call a signed operation that must succeed."""
        answer = self.stage.signed(operation, members)
        assert answer.status == 200, answer.json
        return answer.json

    def begin(self, flow: str, **parameters: str) -> Members:
        """InitiateAuth."""
        return self.call(
            "InitiateAuth", ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters
        )

    def by_password(self) -> Members:
        """Sign Ann in with her password in clear."""
        return self.begin("USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD)

    def start_srp(self) -> Members:
        """Begin a sign-in by SRP."""
        public = SrpClient(prefix="", identifier="", password="", secret=SECRET_EXPONENT).public
        return self.begin("USER_SRP_AUTH", USERNAME="ann", SRP_A=format(public, "x"))

    def srp_answer(self, asked: Members) -> Members:
        """The members of the answer that proves Ann's password."""
        shown = asked["ChallengeParameters"]
        client = SrpClient(
            prefix=self.pool_id.partition("_")[2],
            identifier="ann",
            password=PASSWORD,
            secret=SECRET_EXPONENT,
        )
        timestamp = timestamp_of(self.world.clock.now_ms())
        block = base64.b64decode(shown["SECRET_BLOCK"])
        return {
            "ClientId": self.client_id,
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeResponses": {
                "USERNAME": "ann",
                "PASSWORD_CLAIM_SECRET_BLOCK": shown["SECRET_BLOCK"],
                "PASSWORD_CLAIM_SIGNATURE": client.claim(
                    shown["SALT"], shown["SRP_B"], block, timestamp
                ),
                "TIMESTAMP": timestamp,
            },
        }


def service_on(url: str) -> Service:
    """The service over a fresh database."""
    upgrade(url)
    store = open_store(url)
    world = World(store=store)
    context = SignerContext(
        store=store,
        sealer=world.ports.sealer,
        clock=world.clock,
        entropy=world.ports.entropy,
        public_url=world.deployment.public_url,
    )
    signer = StoreSigner(context)
    services = domain_services.build(replace(world.ports, signer=signer), world.deployment)
    made = Service(Stage(cast("Any", OPERATIONS), services=services), store, signer, world)
    made.settle()
    return made


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


def cost(seen: Seen) -> tuple[int, int]:
    """Reads and commits; nothing was taken back."""
    assert seen.rollbacks == 0
    return sum(each.startswith("SELECT") for each in seen.statements), seen.commits


def test_a_refresh_is_one_read(service: Service) -> None:
    """A refresh reads once and writes nothing."""
    assert service.tokens is not None
    with observe(service.store) as seen:
        service.begin("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=service.tokens["RefreshToken"])

    assert cost(seen) == (1, 0)


def test_get_user_is_one_read(service: Service) -> None:
    """GetUser reads once: revocation is never taken from memory."""
    assert service.tokens is not None
    with observe(service.store) as seen:
        service.call("GetUser", AccessToken=service.tokens["AccessToken"])

    assert cost(seen) == (1, 0)


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
