"""Rate limits, as callers meet them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.api.categories import CATEGORIES
from adapters.api.rates import KEPT_MAX, LIMITED, Rates
from adapters.api.registry import OPERATIONS
from domain.errors import TooManyRequestsException
from domain.model.limits import DEFAULTS
from tests.api.stage import CLIENT, POOL, Members, Stage, answering

ADDRESS = "192.0.2.7"
UNLIMITED = frozenset(
    {
        *("AdminSetUserMFAPreference", "AdminSetUserSettings", "AssociateSoftwareToken"),
        *("CreateUserPoolDomain", "DeleteUserPoolDomain", "DescribeUserPoolDomain"),
        *("GetSigningCertificate", "SetUserMFAPreference", "SetUserSettings"),
    }
)
"""Operations that declare no TooManyRequestsException."""


@dataclass
class Desk:
    """Limits whose time a test tells, and what was admitted and refused."""

    share: float = 1.0
    address_per_s: int = 0
    now_s: float = 1_000.0
    refused: list[str] = field(default_factory=list)
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates(
            share=self.share,
            address_per_s=self.address_per_s,
            refused=self.refused.append,
            clock_s=lambda: self.now_s,
        )

    def admits(
        self,
        operation: str,
        times: int = 1_000,
        *,
        principal: str | None = None,
        source_ip: str = ADDRESS,
        **request: Any,  # noqa: ANN401 - any member
    ) -> int:
        """Ask so many times at once; how often it was admitted."""
        admitted = 0
        for _ in range(times):
            try:
                self.rates.admit(operation, request, principal, source_ip)
            except TooManyRequestsException:
                continue
            admitted += 1
        return admitted


def test_every_operation_has_one_category() -> None:
    """No operation is forgotten or unknown, and no category is without a limit."""
    assert set(CATEGORIES) == set(OPERATIONS)
    assert {*CATEGORIES.values(), "UserFederation"} == set(DEFAULTS)


def test_operations_that_do_not_declare_it_are_not_limited() -> None:
    """Whatever their rate: they have no error to say it with."""
    assert set(OPERATIONS) - LIMITED == UNLIMITED
    assert Desk().admits("GetSigningCertificate", principal="local", UserPoolId=POOL) == 1_000


@pytest.mark.parametrize("category", sorted(set(CATEGORIES.values())))
def test_a_category_has_its_limit(category: str) -> None:
    """Its operations share it, and it comes again with time."""
    desk = Desk()
    first, *others = [
        name for name in CATEGORIES if CATEGORIES[name] == category and name in LIMITED
    ]
    limit = DEFAULTS[category]

    assert desk.admits(first, limit - 5, principal="local") == limit - 5
    assert sum(desk.admits(name, 5, principal="local") for name in (first, *others)) >= 5
    assert desk.admits(first, principal="local") == 0
    assert set(desk.refused) == {category}
    desk.now_s += 0.5
    assert desk.admits(first, principal="local") in {limit // 2, limit // 2 + 1}


def test_categories_do_not_meet() -> None:
    """Who has used one up finds another as it was."""
    desk = Desk()
    desk.admits("SignUp")

    assert desk.admits("ForgotPassword") == DEFAULTS["UserAccountRecovery"]


def test_answers_to_challenges_have_three_times_the_limit() -> None:
    """Beside that of beginning; what is more than that counts as beginning."""
    desk, limit = Desk(), DEFAULTS["UserAuthentication"]

    assert desk.admits("RespondToAuthChallenge", 3 * limit) == 3 * limit
    assert desk.admits("InitiateAuth", 20) == 20
    assert desk.admits("AdminRespondToAuthChallenge", principal="local") == limit - 20
    assert desk.admits("AdminInitiateAuth", principal="local") == 0


def test_a_process_grants_its_share() -> None:
    """Of several processes each takes its part of every limit, and at least one at a time."""
    desk = Desk(share=1 / 4, address_per_s=1)

    assert desk.admits("SignUp", source_ip="127.0.0.1") == DEFAULTS["UserCreation"] // 4
    assert desk.admits("GetUser", AccessToken="one", source_ip="127.0.0.1") == 2
    assert desk.admits("GetUser", AccessToken="two") == 2
    assert Desk(share=1 / 64).admits("ListUserPools", principal="local") == 1


def test_another_limit_is_taken_over() -> None:
    """As soon as it is given, for answers to challenges as well."""
    desk = Desk()
    desk.admits("RespondToAuthChallenge", 2_000)

    desk.rates.provision({**DEFAULTS, "UserAuthentication": 1_000})

    desk.now_s += 10
    assert desk.admits("InitiateAuth", 2_000) == 1_000
    assert desk.admits("RespondToAuthChallenge", 4_000) == 3_000


def test_a_user_reads_and_writes_ten_times_a_second() -> None:
    """By his token, and by his name in what administrators sign; others are not held up."""
    desk = Desk()

    assert desk.admits("GetUser", AccessToken="one") == 10
    assert desk.admits("UpdateUserAttributes", AccessToken="one") == 10
    assert desk.admits("GetUser", AccessToken="two") == 10
    user: Members = {"UserPoolId": POOL, "Username": "ann"}
    assert desk.admits("AdminGetUser", principal="local", **user) == 10
    assert desk.admits("AdminUpdateUserAttributes", principal="local", **user) == 10
    other: Members = {"UserPoolId": f"{POOL}x", "Username": "ann"}
    assert desk.admits("AdminGetUser", principal="local", **other) == 10
    assert set(desk.refused) == {"user"}


def test_who_is_held_up_as_a_user_uses_nothing_of_others() -> None:
    """A thousand requests of one user leave the category to the others."""
    desk = Desk()
    desk.admits("GetUser", AccessToken="one")

    admitted = sum(desk.admits("GetUser", AccessToken=f"user {number}") for number in range(20))

    assert admitted == DEFAULTS["UserRead"] - 10


def test_a_name_that_anybody_sends_counts_for_nobody() -> None:
    """Strangers who sign in or sign up by a user's name do not hold him up."""
    desk = Desk()

    assert desk.admits("ForgotPassword", 20, ClientId=CLIENT, Username="ann") == 20


def test_an_address_has_its_limit() -> None:
    """For what is not signed, after a rest as much as in ten seconds; it leaves others alone."""
    desk = Desk(address_per_s=2)

    assert desk.admits("InitiateAuth", 30) == 20
    assert desk.refused == ["address"] * 10
    assert desk.admits("GetUser", AccessToken="one") == 0
    assert desk.admits("ListUserPools", principal="local") == DEFAULTS["UserPoolRead"]
    assert desk.admits("InitiateAuth", 30, source_ip="192.0.2.8") == 20
    desk.now_s += 1
    assert desk.admits("InitiateAuth", 30) == 2


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", 20),
        ("2001:db8::1", "2001:db8:0:1::1", 40),
        ("192.0.2.7", "::ffff:192.0.2.7", 20),
        ("unix socket", "unix socket", 20),
    ],
)
def test_addresses_that_one_caller_has_are_one(first: str, second: str, together: int) -> None:
    """A /64 of IPv6, and an IPv4 address however it is written."""
    desk = Desk(address_per_s=2)

    admitted = sum(desk.admits("SignUp", 25, source_ip=each) for each in (first, second))

    assert admitted == together


@pytest.mark.parametrize("source_ip", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_a_proxy_on_this_machine_is_not_held_up(source_ip: str) -> None:
    """All requests come from there, if the proxy is not trusted to say from where they do."""
    assert Desk(address_per_s=1).admits("SignUp", 40, source_ip=source_ip) == 40


def test_what_is_kept_has_a_bound() -> None:
    """However many users and addresses there are, no more than so many are counted at once."""
    desk = Desk(address_per_s=1)
    desk.rates.provision(dict.fromkeys(DEFAULTS, 10**9))
    for number in range(KEPT_MAX + 100):
        desk.admits("GetUser", 1, AccessToken=str(number), source_ip=f"2001:db8:{number:x}::1")

    assert len(desk.rates._users) == len(desk.rates._addresses) == KEPT_MAX
    assert len(desk.rates._categories) <= len(DEFAULTS) + 1


@pytest.fixture
def desk() -> Desk:
    """Limits of a whole deployment."""
    return Desk()


@pytest.fixture
def stage(desk: Desk) -> Iterator[Stage]:
    """A wire with limits, and two operations behind it."""
    operations = {"ListUserPools": answering({"UserPools": []}), "SignUp": answering({})}
    stage = Stage(operations, rates=desk.rates)
    yield stage
    stage.close()


def test_a_refusal_says_when_to_come_again(stage: Stage, desk: Desk) -> None:
    """400 with the text of the service, in how many seconds, and why for the operator alone."""
    limit = DEFAULTS["UserPoolRead"]
    answers = [stage.signed("ListUserPools", {"MaxResults": 1}) for _ in range(limit + 1)]

    assert [each.status for each in answers] == [200] * limit + [400]
    refusal = answers[-1]
    assert refusal.json == {"__type": "TooManyRequestsException", "message": "Too many requests"}
    assert refusal.headers["retry-after"] == "1"
    assert "retry-after" not in answers[0].headers
    assert "Retry-After" in refusal.headers["access-control-expose-headers"]
    assert stage.records[-1].detail == "limit: UserPoolRead"
    desk.now_s += 1
    assert stage.signed("ListUserPools", {"MaxResults": 1}).status == 200


def test_who_has_not_signed_uses_nothing_up(stage: Stage) -> None:
    """Requests that are refused before they are anybody's do not count."""
    errors = Counter(stage.call("ListUserPools", {"MaxResults": 1}).type for _ in range(20))
    errors.update(stage.signed("ListUserPools", {"MaxResults": 99}).type for _ in range(20))

    assert set(errors) == {"MissingAuthenticationTokenException", "InvalidParameterException"}
    assert stage.signed("ListUserPools", {"MaxResults": 1}).status == 200
