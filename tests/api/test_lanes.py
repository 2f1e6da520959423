"""The two lanes: what hashes, what is bounded, and that one does not starve the other."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from adapters.api.call import Call
from adapters.api.lane import Lane
from adapters.api.lanes import Lanes, hashes
from domain.errors import (
    TooManyRequestsException,
)
from tests.api.stage import (
    CLIENT,
    TARGET,
    Answer,
    Members,
    Stage,
    echo,
    respond,
    run,
)

Staged = Callable[..., Stage]

SIGN_UP = {"ClientId": CLIENT, "Username": "ann", "Password": "Passw0rd!"}
SUBJECT = "ACCESS_TOKEN"
PLAIN = {"AccessToken": "a.b.c"}


def test_quick_operations_pass_a_full_hashing_lane(staged: Staged) -> None:
    """When the hashing lane is full, sign-ups are told so at once and GetUser is served."""
    release = threading.Event()

    def waiting(call: Call, request: Members) -> None:
        release.wait(10)

    lanes = Lanes(
        quick=Lane("quick", threads=2, waiting_max=10),
        hashing=Lane("hashing", threads=1, waiting_max=1),
    )
    stage = staged(
        {"lanes": lanes},
        SignUp=waiting,
        GetUser=echo,
    )
    app = stage.app()

    def start(operation: str, body: str) -> asyncio.Future[Answer]:
        return asyncio.ensure_future(
            respond(app, body.encode(), {"X-Amz-Target": TARGET + operation})
        )

    async def scene() -> tuple[list[Answer], Answer, float, list[Answer]]:
        body = '{"ClientId":"c","Username":"u","Password":"Passw0rd!"}'
        admitted = [start("SignUp", body) for _ in range(2)]
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        refused = await asyncio.gather(*(start("SignUp", body) for _ in range(5)))
        quick = await start("GetUser", '{"AccessToken":"a"}')
        elapsed = time.perf_counter() - begun
        release.set()
        return refused, quick, elapsed, await asyncio.gather(*admitted)

    refused, quick, elapsed, admitted = run(scene)

    assert [answer.type for answer in refused] == ["TooManyRequestsException"] * 5
    assert quick.status == 200
    assert elapsed < 0.5
    assert [answer.status for answer in admitted] == [200, 200]


def test_a_lane_counts_what_still_runs_after_its_caller_left() -> None:
    """A caller who goes away does not make room while his work still holds the thread."""
    release = threading.Event()
    lane = Lane("lane", threads=1, waiting_max=0)

    async def scene() -> None:
        abandoned = asyncio.ensure_future(lane.run(lambda: release.wait(10)))
        await asyncio.sleep(0.05)
        abandoned.cancel()
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequestsException):
            await lane.run(int)
        release.set()
        while True:
            try:
                assert await lane.run(int) == 0
            except TooManyRequestsException:
                await asyncio.sleep(0.01)
            else:
                return

    run(scene)
    lane.close()


def test_what_has_waited_too_long_is_refused_and_not_begun() -> None:
    """Behind a thread that was held up nobody waits for the time of each one before him."""
    lane = Lane("lane", threads=1, waiting_max=9, waited_max_s=0.1)
    begun: list[int] = []

    async def scene() -> list[BaseException | None]:
        held_up = asyncio.ensure_future(lane.run(lambda: time.sleep(0.3)))
        late = [lane.run(partial(begun.append, number)) for number in range(9)]
        told = await asyncio.gather(*late, return_exceptions=True)
        await held_up
        assert await lane.run(int) == 0
        return told

    told = run(scene)
    lane.close()

    assert {type(each) for each in told} == {TooManyRequestsException}
    assert begun == []


def test_a_refusal_inside_a_lane_reaches_the_caller() -> None:
    """What the work raises is raised to who waits for it, and frees the place."""
    lane = Lane("lane", threads=1, waiting_max=0)

    def failing() -> None:
        raise LookupError("here")

    async def scene() -> None:
        for _ in range(3):
            with pytest.raises(LookupError, match="here"):
                await lane.run(failing)

    run(scene)
    lane.close()


def test_work_whose_caller_left_before_its_turn_is_not_done() -> None:
    """A thread that comes to abandoned work leaves it out."""
    release = threading.Event()
    lane = Lane("lane", threads=1, waiting_max=1)
    done: list[str] = []

    async def scene() -> None:
        first = asyncio.ensure_future(lane.run(release.wait))
        second = asyncio.ensure_future(lane.run(lambda: done.append("second")))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.sleep(0)
        release.set()
        await first
        await lane.run(lambda: done.append("third"))

    run(scene)
    lane.close()

    assert done == ["third"]


def test_closing_a_lane_drops_what_waits_and_finishes_what_runs() -> None:
    """After close, the running call has its answer and the waiting one is cancelled."""
    release = threading.Event()
    lane = Lane("lane", threads=1, waiting_max=1)

    async def scene() -> tuple[bool, bool]:
        running = asyncio.ensure_future(lane.run(lambda: release.wait(10)))
        waiting = asyncio.ensure_future(lane.run(int))
        await asyncio.sleep(0.05)
        closing = asyncio.ensure_future(asyncio.to_thread(lane.close))
        await asyncio.sleep(0.05)
        release.set()
        await closing
        await asyncio.wait([running, waiting])
        return running.result(), waiting.cancelled()

    assert run(scene) == (True, True)


def test_the_hashing_lane_holds_about_a_second_of_work() -> None:
    """With two cores and 20 ms a hash, 100 callers wait behind 3 threads, and no more."""
    release = threading.Event()
    lanes = Lanes.of_worker(cores=2, hash_ms=20)

    async def scene() -> int:
        calls = [asyncio.ensure_future(lanes.hashing.run(release.wait)) for _ in range(150)]
        await asyncio.sleep(0.05)
        refused = sum(call.done() for call in calls)
        release.set()
        await asyncio.gather(*calls, return_exceptions=True)
        return refused

    assert run(scene) == 150 - (3 + 100)
    lanes.close()


FLOWS = "USER_PASSWORD_AUTH ADMIN_USER_PASSWORD_AUTH ADMIN_NO_SRP_AUTH"


@pytest.mark.parametrize(
    ("operation", "request_body"),
    [
        ("SignUp", {"Password": "x"}),
        ("ChangePassword", {}),
        ("ConfirmForgotPassword", {}),
        ("AdminSetUserPassword", {}),
        ("AdminCreateUser", {}),
        *(("InitiateAuth", {"AuthFlow": flow}) for flow in FLOWS.split()),
        *(("AdminInitiateAuth", {"AuthFlow": flow}) for flow in FLOWS.split()),
        ("InitiateAuth", {"AuthFlow": "USER_AUTH", "AuthParameters": {"PASSWORD": "x"}}),
        ("RespondToAuthChallenge", {"ChallengeName": "NEW_PASSWORD_REQUIRED"}),
        ("AdminRespondToAuthChallenge", {"ChallengeName": "PASSWORD"}),
        (
            "RespondToAuthChallenge",
            {"ChallengeName": "SELECT_CHALLENGE", "ChallengeResponses": {"PASSWORD": "x"}},
        ),
        ("RespondToAuthChallenge", {"ChallengeResponses": {"NEW_PASSWORD": "x"}}),
    ],
)
def test_what_hashes_goes_to_the_hashing_lane(operation: str, request_body: Members) -> None:
    """Every request that makes or checks a password hash waits in the hashing lane."""
    assert hashes(operation, request_body)


@pytest.mark.parametrize(
    ("operation", "request_body"),
    [
        ("SignUp", {}),
        ("GetUser", {}),
        ("InitiateAuth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"SRP_A": "1"}}),
        ("InitiateAuth", {"AuthFlow": "REFRESH_TOKEN_AUTH"}),
        ("RespondToAuthChallenge", {"ChallengeName": "PASSWORD_VERIFIER"}),
        ("ListUsers", {}),
    ],
)
def test_everything_else_is_quick(operation: str, request_body: Members) -> None:
    """Requests without a password hash never wait behind one."""
    assert not hashes(operation, request_body)
