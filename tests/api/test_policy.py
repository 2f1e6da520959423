"""Policies: what is allowed, what a document may say, and what the wildcards mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.api.policy import EVERYTHING, PolicyError, check, parse, wildcard_match
from tests.api.cost import cpu_s

POOL_A = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_A"
POOL_B = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_B"


def statement(effect: str, action: object, resource: object) -> dict[str, object]:
    """One statement of a document."""
    return {"Effect": effect, "Action": action, "Resource": resource}


def document(*statements: dict[str, object]) -> dict[str, object]:
    """A document of statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def test_nothing_is_allowed_by_default() -> None:
    """A call that no statement covers is denied."""
    policy = parse(document(statement("Allow", "cognito-idp:ListUsers", POOL_A)))

    assert policy.allows("cognito-idp:ListUsers", POOL_A)
    assert not policy.allows("cognito-idp:AdminDeleteUser", POOL_A)
    assert not policy.allows("cognito-idp:ListUsers", POOL_B)


@pytest.mark.parametrize("denying_first", [True, False])
def test_a_denial_wins(*, denying_first: bool) -> None:
    """An explicit denial beats every permission, wherever it stands."""
    allow = statement("Allow", "*", "*")
    deny = statement("Deny", "cognito-idp:Admin*", POOL_B)
    policy = parse(document(*([deny, allow] if denying_first else [allow, deny])))

    assert policy.allows("cognito-idp:AdminGetUser", POOL_A)
    assert policy.allows("cognito-idp:ListUsers", POOL_B)
    assert not policy.allows("cognito-idp:AdminGetUser", POOL_B)


def test_actions_ignore_case_and_resources_do_not() -> None:
    """Actions are compared without regard to case, as in IAM; ARNs letter by letter."""
    policy = parse(document(statement("Allow", "cognito-IDP:listusers", POOL_A)))

    assert policy.allows("cognito-idp:ListUsers", POOL_A)
    assert not policy.allows("cognito-idp:ListUsers", POOL_A.replace("_A", "_a"))


def test_operations_without_a_pool_need_the_star() -> None:
    """CreateUserPool and its like have the resource `*`, which no ARN covers."""
    assert not parse(document(statement("Allow", "*", POOL_A))).allows("cognito-idp:X", "*")
    assert parse(document(statement("Allow", "*", "*"))).allows("cognito-idp:X", "*")


def test_lists_and_single_values_are_the_same() -> None:
    """Statement, Action and Resource may each be one value or a list."""
    single = parse({"Statement": statement("Allow", "cognito-idp:GetUser", POOL_A)})
    listed = parse(document(statement("Allow", ["cognito-idp:GetUser"], [POOL_A])))

    assert single == listed


def test_everything_allows_everything() -> None:
    """The root credential's policy covers any action on any resource."""
    assert EVERYTHING.allows("cognito-idp:DeleteUserPool", POOL_A)
    assert EVERYTHING.allows("cognito-idp:ListUserPools", "*")


ALLOW = statement("Allow", "*", "*")


@pytest.mark.parametrize(
    ("given_document", "told"),
    [
        ([], "a policy is a JSON object"),
        ({}, "Statement 1: must be a JSON object"),
        ({"Statement": []}, "Statement must have 1 to 100 entries"),
        ({"Statement": [ALLOW] * 101}, "Statement must have 1 to 100 entries"),
        ({"Statement": ["x"]}, "Statement 1: must be a JSON object"),
        ({"Statement": [ALLOW], "Else": 1}, "unknown element Else"),
        ({"Statement": [ALLOW], "Version": "2020-01-01"}, "Version must be one of"),
        ({"Statement": [ALLOW | {"Condition": {}}]}, "Statement 1: Condition is not supported"),
        ({"Statement": [ALLOW, {"NotAction": "*"}]}, "Statement 2: NotAction is not supported"),
        ({"Statement": [ALLOW | {"Effect": "allow"}]}, "Statement 1: Effect must be Allow or Deny"),
        ({"Statement": [statement("Allow", None, "*")]}, "Statement 1: Action must be text"),
        ({"Statement": [statement("Allow", [], "*")]}, "Statement 1: Action must have 1 to 100"),
        ({"Statement": [statement("Allow", "*", "")]}, "Statement 1: Resource must be text"),
        ({"Statement": [statement("Allow", "*", "x" * 513)]}, "Statement 1: Resource must be text"),
        ({"Statement": [statement("Allow", "s3:*", "*")]}, "must be * or begin with cognito-idp:"),
        ({"Statement": [statement("Allow", "*", "${aws:x}")]}, "policy variables"),
    ],
)
def test_what_a_document_may_not_say(given_document: object, told: str) -> None:
    """A document with anything we would have to ignore is refused, saying where and why."""
    with pytest.raises(PolicyError, match=re.escape(told)):
        parse(given_document)


def test_a_new_policy_names_resources_by_arn() -> None:
    """A bare pool id, which no call would fit, is refused when a key is made."""
    with pytest.raises(PolicyError, match="Statement 2: Resource 'us-east-1_A' must be an ARN"):
        check(document(ALLOW, statement("Allow", "*", [POOL_A, "us-east-1_A"])))

    check(document(ALLOW, statement("Deny", "*", [POOL_A, "*/us-east-1_A"])))


ALPHABET = st.text("ab*?", max_size=12)


def naive(pattern: str, text: str) -> bool:
    """The meaning of the wildcards, by trying everything."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return naive(pattern[1:], text) or (bool(text) and naive(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and naive(pattern[1:], text[1:])


@example(pattern="a*a", text="a")
@settings(deadline=None)
@given(pattern=ALPHABET, text=st.text("ab", max_size=12))
def test_wildcards_mean_what_the_reference_says(pattern: str, text: str) -> None:
    """The matcher agrees with the one that tries everything."""
    assert wildcard_match(pattern, text) == naive(pattern, text)


@pytest.mark.parametrize("pattern", ["*a" * 256, "a*" * 200 + "b", "?*" * 256, "*" * 512])
def test_no_pattern_is_slow(pattern: str) -> None:
    """Patterns made to backtrack cost no more than others."""
    assert cpu_s(lambda: wildcard_match(pattern, "a" * 2_048)) < 0.05
