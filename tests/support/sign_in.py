"""Driving the sign-in of a `World` as a client would, without the wire."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from domain.auth.refresh import RefreshRequest
from domain.auth.requests import (
    AnswerRequest,
    BeginRequest,
    Caller,
    ChallengeAsked,
    Outcome,
    SignedIn,
)
from domain.auth.rotating_refresh import RotatingRequest
from domain.errors import CognitoError
from domain.model.client import AppClient
from domain.model.token import IssuedTokens
from tests.support.srp_client import SrpClient
from tests.support.world import PASSWORD, World

SECRET_EXPONENT = 0x1F2E3D4C5B6A79880123456789ABCDEF0F1E2D3C4B5A69780123456789ABCDEF
PUBLIC_VALUE = format(
    SrpClient(prefix="", identifier="", password="", secret=SECRET_EXPONENT).public, "x"
)
"""The SRP_A of the clients."""


class Client:
    """An app client in use, of the public or of an administrator."""

    def __init__(self, world: World, client: AppClient, *, admin: bool = False) -> None:
        self.world = world
        self.client = client
        self.caller = Caller(client_id=client.id, pool_id=client.pool_id if admin else None)
        self.password_flow = "ADMIN_USER_PASSWORD_AUTH" if admin else "USER_PASSWORD_AUTH"

    def begin(self, flow: str, session: str | None = None, **answers: str) -> Outcome:
        """InitiateAuth."""
        request = BeginRequest(caller=self.caller, flow=flow, answers=answers, session=session)
        return self.world.services.auth.sign_in.begin(request)

    def answer(
        self, challenge: str, session: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Outcome:
        """RespondToAuthChallenge."""
        request = AnswerRequest(
            caller=self.caller, challenge=challenge, session=session, answers=answers or {}
        )
        return self.world.services.auth.sign_in.answer(request)

    def by_password(self, username: str = "ann", password: str = PASSWORD) -> Outcome:
        """Sign in with the password in clear."""
        return self.begin(self.password_flow, USERNAME=username, PASSWORD=password)

    def choose(
        self,
        preferred: str | None = None,
        username: str = "ann",
        session: str | None = None,
        **answers: str,
    ) -> Outcome:
        """Begin by choice, with or without a preference, or the Session of a sign-up."""
        preference = {"PREFERRED_CHALLENGE": preferred} if preferred is not None else {}
        return self.begin("USER_AUTH", session, USERNAME=username, **preference, **answers)

    def select(
        self, session: str | None, answer: str, username: str = "ann", **answers: str
    ) -> Outcome:
        """Answer SELECT_CHALLENGE."""
        given = {"USERNAME": username, "ANSWER": answer, **answers}
        return self.answer("SELECT_CHALLENGE", session, given)

    def start_srp(
        self, username: str = "ann", flow: str = "USER_SRP_AUTH", **more: str
    ) -> ChallengeAsked:
        """Begin by SRP and return what is asked."""
        return asked(self.begin(flow, USERNAME=username, SRP_A=PUBLIC_VALUE, **more))

    def srp_answers(self, challenge: ChallengeAsked, password: str = PASSWORD) -> dict[str, str]:
        """The answers that prove a password."""
        shown = {key: str(value) for key, value in challenge.parameters.items()}
        name = self.client.pool_id.partition("_")[2]
        srp = SrpClient(
            prefix=name,
            identifier=shown["USER_ID_FOR_SRP"],
            password=password,
            secret=SECRET_EXPONENT,
        )
        return claimed(srp, shown, self.world.clock.now_ms())

    def by_srp(self, username: str = "ann", password: str = PASSWORD) -> Outcome:
        """Sign in by SRP."""
        challenge = self.start_srp(username)
        return self.answer("PASSWORD_VERIFIER", answers=self.srp_answers(challenge, password))

    def refresh(self, token: str, **answers: str) -> IssuedTokens:
        """REFRESH_TOKEN_AUTH."""
        request = RefreshRequest(caller=self.caller, answers={"REFRESH_TOKEN": token, **answers})
        return self.world.services.auth.refresh.refresh(request).tokens

    def get_tokens(
        self, token: str, secret: str | None = None, device_key: str | None = None, **metadata: str
    ) -> IssuedTokens:
        """GetTokensFromRefreshToken."""
        request = RotatingRequest(
            caller=self.caller,
            token=token,
            secret=secret,
            device_key=device_key,
            metadata=metadata,
        )
        return self.world.services.auth.rotating_refresh.refresh(request).tokens

    def rotate(self, token: str) -> str:
        """GetTokensFromRefreshToken of a client with rotation: the new refresh token."""
        new = self.get_tokens(token).refresh_token
        assert new is not None
        return new


def claimed(srp: SrpClient, shown: Mapping[str, str], now_ms: int) -> dict[str, str]:
    """The answers to what was shown, of a client that knows the password."""
    timestamp = timestamp_of(now_ms)
    block = base64.b64decode(shown["SECRET_BLOCK"])
    return {
        "USERNAME": shown["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": shown["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": srp.claim(shown["SALT"], shown["SRP_B"], block, timestamp),
        "TIMESTAMP": timestamp,
    }


def tokens(outcome: Outcome) -> IssuedTokens:
    """The tokens of a sign-in that is over."""
    assert isinstance(outcome, SignedIn), outcome
    return outcome.tokens


def asked(outcome: Outcome) -> ChallengeAsked:
    """The challenge of a sign-in that goes on."""
    assert isinstance(outcome, ChallengeAsked), outcome
    return outcome


def refusal(error: pytest.ExceptionInfo[CognitoError]) -> str:
    """What the client reads."""
    return error.value.text


def timestamp_of(ms: int) -> str:
    """The form in which clients send the time, with no zero before the day."""
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{moment:%a %b} {moment.day} {moment:%H:%M:%S} UTC {moment.year}"
