"""The operations over a store in SQL, whose statements can be counted."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import Any, cast

from adapters.api.registry import OPERATIONS
from adapters.signing.store_signer import StoreSigner
from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.observe import Seen
from domain import services as domain_services
from domain.ports.signer import SignerContext
from tests.api.stage import Members, Stage
from tests.support.sign_in import SECRET_EXPONENT, timestamp_of
from tests.support.srp_client import SrpClient
from tests.support.world import PASSWORD, World

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@dataclass
class Service:
    """The operations over a store in SQL; a pool, a client and Ann, signed in and in a group."""

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
        self.client_id = self.new_client(self.pool_id)
        self.add_ann()
        group = {"UserPoolId": self.pool_id, "GroupName": "admins"}
        self.signed("CreateGroup", **group)
        self.signed("AdminAddUserToGroup", **group, Username="ann")
        self.tokens = self.by_password()["AuthenticationResult"]
        self.call("GetUser", AccessToken=self.tokens["AccessToken"])

    def new_client(self, pool_id: str, **members: object) -> str:
        """Make a client that hides users; return its id."""
        client = self.signed(
            "CreateUserPoolClient",
            UserPoolId=pool_id,
            ClientName="app",
            PreventUserExistenceErrors="ENABLED",
            **{"ExplicitAuthFlows": FLOWS, **members},
        )
        return cast("str", client["UserPoolClient"]["ClientId"])

    def add_ann(self) -> None:
        """Let Ann sign up."""
        self.call("SignUp", ClientId=self.client_id, Username="ann", Password=PASSWORD)
        self.signed("AdminConfirmSignUp", UserPoolId=self.pool_id, Username="ann")

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

    def respond(self, challenge: str, session: str, **answers: str) -> Members:
        """RespondToAuthChallenge for Ann."""
        return self.call(
            "RespondToAuthChallenge",
            ClientId=self.client_id,
            ChallengeName=challenge,
            Session=session,
            ChallengeResponses={"USERNAME": "ann", **answers},
        )

    def get_tokens(self, token: str) -> Members:
        """GetTokensFromRefreshToken."""
        answer = self.call("GetTokensFromRefreshToken", ClientId=self.client_id, RefreshToken=token)
        return cast("Members", answer["AuthenticationResult"])

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


def cost(seen: Seen) -> tuple[int, int]:
    """Reads and commits; nothing was taken back."""
    assert seen.rollbacks == 0
    return sum(each.startswith("SELECT") for each in seen.statements), seen.commits
