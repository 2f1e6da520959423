"""What a client does, over and over: refresh, read its profile, sign in by SRP or by password."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence

from tools.bench.load import Operation
from tools.bench.population import HOOKED, BenchUser, Population
from tools.bench.srp_client import timestamp
from tools.bench.wire import Connection, request


def repeating(requests: Sequence[bytes]) -> Operation:
    """Return the operation that sends these requests in turn."""

    async def once(line: Connection, number: int) -> float:
        await line.ask(requests[number % len(requests)])
        return 0.0

    return once


def echo(port: int) -> Operation:
    """Send what the bare route answers with."""
    members = {"ClientId": "1demo000000000000000client", "Username": "ann", "Padding": "x" * 120}
    return repeating([request("Echo", members, port)])


def refresh(to: Population) -> Operation:
    """REFRESH_TOKEN_AUTH."""
    return repeating(
        [
            _initiate(to, "REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": user.refresh_token})
            for user in to.users
        ]
    )


def password(to: Population) -> Operation:
    """USER_PASSWORD_AUTH."""
    return repeating(
        [
            _initiate(
                to,
                "USER_PASSWORD_AUTH",
                {"USERNAME": user.username, "PASSWORD": user.password},
            )
            for user in to.users
        ]
    )


def get_user(to: Population) -> Operation:
    """GetUser."""
    return repeating(
        [request("GetUser", {"AccessToken": user.access_token}, to.port) for user in to.users]
    )


def srp(to: Population) -> Operation:
    """USER_SRP_AUTH and its challenge: two requests, and the client's arithmetic in between."""
    begins = [
        _initiate(
            to, "USER_SRP_AUTH", {"USERNAME": user.username, "SRP_A": format(user.srp.public, "x")}
        )
        for user in to.users
    ]

    async def sign_in(line: Connection, number: int) -> float:
        user = to.users[number % len(to.users)]
        asked = json.loads(await line.ask(begins[number % len(begins)]))["ChallengeParameters"]
        started = time.perf_counter()
        answer = await asyncio.to_thread(_srp_answer, to, user, asked)
        own = time.perf_counter() - started
        await line.ask(answer)
        return own

    return sign_in


def _srp_answer(to: Population, user: BenchUser, asked: Mapping[str, str]) -> bytes:
    now = timestamp()
    claim = user.srp.claim(asked["SALT"], asked["SRP_B"], asked["SECRET_BLOCK"], now)
    members = {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ClientId": to.client_id,
        "ChallengeResponses": {
            "USERNAME": asked["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": asked["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": claim,
            "TIMESTAMP": now,
        },
    }
    return request("RespondToAuthChallenge", members, to.port)


def hooked_sign_in(to: Population) -> bytes:
    """Return the request that begins a sign-in where a function has to answer first."""
    parameters = {"USERNAME": HOOKED, "SRP_A": format(to.users[0].srp.public, "x")}
    members = {
        "AuthFlow": "USER_SRP_AUTH",
        "ClientId": to.hooked_client_id,
        "AuthParameters": parameters,
    }
    return request("InitiateAuth", members, to.port)


def _initiate(to: Population, flow: str, parameters: Mapping[str, str]) -> bytes:
    members = {"AuthFlow": flow, "ClientId": to.client_id, "AuthParameters": parameters}
    return request("InitiateAuth", members, to.port)
