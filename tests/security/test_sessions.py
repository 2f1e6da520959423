"""A Session or SECRET_BLOCK that is not live and one's own yields no token and changes nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.support.minted import Mint
from tests.support.proof import right_answer
from tests.support.raw import ROOT_KEY, Answer, Connection, port_of
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant

TEMPORARY = "Temp0rary!word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The right answer to a challenge, not sent yet, and what may become of it."""

    tenant: Tenant
    mint: Mint
    other_client: Tenant
    other_pool: Tenant
    name: str
    body: dict[str, Any]

    def changed(self, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
        """Return the answer with other members."""
        return {**self.body, **members}

    def answering(self, **answers: str) -> dict[str, Any]:
        """Return the answer with other challenge responses."""
        return self.changed(ChallengeResponses={**self.body["ChallengeResponses"], **answers})

    @property
    def block(self) -> str:
        """The SECRET_BLOCK."""
        return str(self.body["ChallengeResponses"]["PASSWORD_CLAIM_SECRET_BLOCK"])


Spoil = Callable[[Attempt], dict[str, Any]]


def _altered(text: str) -> str:
    """Change one letter in the middle."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def _spent(attempt: Attempt) -> dict[str, Any]:
    assert _send(attempt.tenant, attempt.body).status == 200
    return attempt.body


SESSIONS: dict[str, Spoil] = {
    "invented": lambda a: a.changed(Session="A" * len(a.body["Session"])),
    "altered": lambda a: a.changed(Session=_altered(a.body["Session"])),
    "of another client": lambda a: a.changed(ClientId=a.other_client.client_id),
    "of another pool": lambda a: a.changed(ClientId=a.other_pool.client_id),
    "of another user": lambda a: a.answering(USERNAME=a.tenant.invite(temporary=TEMPORARY)),
    "for another challenge": lambda a: {
        **a.answering(SMS_MFA_CODE="123456"),
        "ChallengeName": "SMS_MFA",
    },
    "expired": lambda a: a.changed(Session=a.mint.expired_session(a.body["Session"], a.tenant)),
    "spent": _spent,
}
BLOCKS: dict[str, Spoil] = {
    "invented": lambda a: a.answering(
        PASSWORD_CLAIM_SECRET_BLOCK=base64.b64encode(bytes(len(a.block) * 3 // 4)).decode()
    ),
    "altered": lambda a: a.answering(PASSWORD_CLAIM_SECRET_BLOCK=_altered(a.block)),
    "of another client": lambda a: a.changed(ClientId=a.other_client.client_id),
    "of another pool": lambda a: a.changed(ClientId=a.other_pool.client_id),
    "of another user": lambda a: a.answering(USERNAME=a.tenant.user()),
    "as a Session": lambda a: {
        **a.changed(ChallengeName="NEW_PASSWORD_REQUIRED", Session=a.block),
        "ChallengeResponses": {"USERNAME": a.name, "NEW_PASSWORD": NEW_PASSWORD},
    },
    "expired": lambda a: right_answer(
        a.tenant, a.name, change=lambda block: a.mint.expired_block(block, a.tenant)
    ),
    "spent": _spent,
}


@pytest.fixture
def attempt(mint: Mint, tenant: Tenant, foreign: Tenant) -> Attempt:
    """A user of the same name and password in two pools, and nothing answered yet."""
    name = tenant.user()
    foreign.user(name)
    return Attempt(
        tenant=tenant,
        mint=mint,
        other_client=tenant.with_client(),
        other_pool=foreign,
        name=name,
        body={},
    )


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_bad_secret_block_yields_nothing(attempt: Attempt, kind: str) -> None:
    """PASSWORD_VERIFIER with a SECRET_BLOCK that is not live and one's own is refused."""
    ready = replace(attempt, body=right_answer(attempt.tenant, attempt.name))
    _refused(ready, BLOCKS[kind])
    assert attempt.tenant.sign_in(attempt.name)


@pytest.mark.parametrize("kind", SESSIONS)
def test_a_bad_session_changes_no_password(attempt: Attempt, kind: str) -> None:
    """NEW_PASSWORD_REQUIRED with a Session that is not live and one's own is refused."""
    name = attempt.tenant.invite(temporary=TEMPORARY)
    attempt.other_pool.invite(name, temporary=TEMPORARY)
    asked = attempt.tenant.api.initiate_auth(
        ClientId=attempt.tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": TEMPORARY},
    )
    body = {
        "ClientId": attempt.tenant.client_id,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": PASSWORD},
    }
    _refused(replace(attempt, name=name, body=body), SESSIONS[kind])
    status = {
        tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)["UserStatus"]
        for tenant in (attempt.tenant, attempt.other_pool)
    }
    changed = {"CONFIRMED"} if kind == "spent" else set()
    assert status == {"FORCE_CHANGE_PASSWORD"} | changed


def _refused(attempt: Attempt, spoil: Spoil) -> None:
    """Send the spoilt answer by both operations."""
    spoilt = spoil(attempt)
    public = _send(attempt.tenant, spoilt)
    admin = _send(attempt.tenant, {**spoilt, "UserPoolId": attempt.tenant.pool_id})
    for answer in (public, admin):
        assert answer.status == 400
        assert "AuthenticationResult" not in answer.body
    assert public.type == "NotAuthorizedException"
    assert admin.type in {"NotAuthorizedException", "ResourceNotFoundException"}


def _send(tenant: Tenant, body: dict[str, Any]) -> Answer:
    admin = "UserPoolId" in body
    operation = "AdminRespondToAuthChallenge" if admin else "RespondToAuthChallenge"
    with Connection(port_of(tenant.url)) as connection:
        return connection.call(operation, body, sign=ROOT_KEY if admin else None)
