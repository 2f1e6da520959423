"""The validator against hostile values: bounds, NUL, invisible characters, any JSON at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.api.wire.checks import SHOWN_MAX
from adapters.api.wire.containers import LIST_MAX, MAP_MAX
from adapters.api.wire.scalars import TEXT_MAX
from adapters.api.wire.table import OPERATIONS
from adapters.api.wire.validate import VIOLATIONS_MAX, Validator
from domain.errors import CognitoError, InvalidParameterException, SerializationException
from tests.api.cost import cpu_s

POOL = "us-east-1_Demo00001"
VALIDATOR = Validator(OPERATIONS)


def refused(operation: str, request: object) -> str:
    """The text with which a request is refused."""
    with pytest.raises(InvalidParameterException) as caught:
        VALIDATOR.clean(operation, request)
    return caught.value.text


ONE = "1 validation error detected: "


@pytest.mark.parametrize(
    ("operation", "request_body", "path", "limit"),
    [
        ("GetUser", {"AccessToken": "a" * (TEXT_MAX + 1)}, "accessToken", TEXT_MAX),
        (
            "SignUp",
            {
                "ClientId": "c",
                "Username": "u",
                "ClientMetadata": {str(n): "" for n in range(MAP_MAX + 1)},
            },
            "clientMetadata",
            MAP_MAX,
        ),
        (
            "SignUp",
            {"ClientId": "c", "Username": "u", "UserAttributes": [{"Name": "a"}] * (LIST_MAX + 1)},
            "userAttributes",
            LIST_MAX,
        ),
    ],
)
def test_our_own_maxima_hold_where_the_model_has_none(
    operation: str, request_body: object, path: str, limit: int
) -> None:
    """Tokens, maps and lists without a maximum in the model have ours, told in the same words."""
    text = refused(operation, request_body)

    assert f"at '{path}' failed to satisfy constraint: Member must have length less than" in text
    assert text.endswith(f"equal to {limit}")


def test_the_models_maxima_are_not_narrowed() -> None:
    """A metadata value of 131 072 characters is taken, because the model says so (ruling 36)."""
    request = {"ClientId": "c", "Username": "u", "ClientMetadata": {"k": "v" * 131_072}}

    assert VALIDATOR.clean("SignUp", request) == request


@pytest.mark.parametrize(
    "request_body",
    [
        {"ClientId": "c", "Username": "a\0b"},
        {"ClientId": "c", "Username": "u", "UserAttributes": [{"Name": "n", "Value": "a\0b"}]},
        {"ClientId": "c", "Username": "u", "ClientMetadata": {"a\0": "b"}},
        {"ClientId": "c", "Username": "u", "ClientMetadata": {"a": "b\0"}},
    ],
)
def test_nul_is_refused_in_every_string(request_body: object) -> None:
    """H20: NUL never reaches an operation, in values, keys and list members alike."""
    assert "Member must not contain the character NUL" in refused("SignUp", request_body)


def test_nul_is_refused_in_documents() -> None:
    """A free-form document is searched for NUL at every depth."""
    request = {"UserPoolId": POOL, "ClientId": "c", "Settings": {"a": [{"b": "c\0"}]}}

    assert "NUL" in refused("CreateManagedLoginBranding", request)


@pytest.mark.parametrize("name", ["al\u200bice", "\u202eecila", "a b", "a\tb", "\u00a0", "\ud800"])
def test_names_of_invisible_characters_are_refused(name: str) -> None:
    """H21, H22: format characters, overrides, spaces and surrogates are no part of a user name."""
    assert "'username'" in refused("SignUp", {"ClientId": "c", "Username": name})


@pytest.mark.parametrize("name", ["ann@example.com", "äöü", "名前", "+4912345", "😀", "e\u0301"])
def test_names_in_any_script_are_taken(name: str) -> None:
    """Letters, marks, symbols, numbers and punctuation of all scripts make a user name."""
    assert VALIDATOR.clean("SignUp", {"ClientId": "c", "Username": name})["Username"] == name


def test_long_values_are_shown_in_part() -> None:
    """A message does not carry a megabyte back."""
    text = refused("DescribeUserPool", {"UserPoolId": "x" * 1_000_000})

    assert len(text) < 3 * SHOWN_MAX


def test_the_number_of_violations_is_bounded() -> None:
    """A message lists at most so many violations."""
    request = {"ClientId": "c", "Username": "u", "UserAttributes": [{"Name": ""}] * LIST_MAX}

    assert refused("SignUp", request).startswith(f"{VIOLATIONS_MAX} validation errors detected: ")


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_every_operation_can_be_checked(operation: str) -> None:
    """The checks of all operations can be built, and refuse or take an empty request."""
    required = OPERATIONS[operation].request.__required_keys__  # type: ignore[attr-defined] # TypedDict

    if required:
        assert refused(operation, {}).startswith(f"{len(required)} validation error")
    else:
        assert VALIDATOR.clean(operation, {}) == {}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(operation=st.sampled_from(sorted(OPERATIONS)), data=st.data())
def test_no_json_crashes_the_validator(operation: str, data: st.DataObject) -> None:
    """Any JSON in any member is taken or refused, never anything else."""
    members = list(OPERATIONS[operation].request.__annotations__)
    strategy = st.dictionaries(st.sampled_from(members), JSON) if members else JSON
    request: Any = data.draw(strategy)

    try:
        cleaned = VALIDATOR.clean(operation, request)
    except CognitoError as error:
        assert isinstance(error, InvalidParameterException | SerializationException)  # noqa: PT017
    else:
        assert set(cleaned) <= set(members)


def test_checking_a_sign_in_is_quick() -> None:
    """Checking an InitiateAuth takes microseconds (target 13, asserted with room for noise)."""
    request = {
        "AuthFlow": "USER_SRP_AUTH",
        "ClientId": "1demo000000000000000client",
        "AuthParameters": {"USERNAME": "ann@example.com", "SRP_A": "a" * 768},
    }

    def a_thousand() -> None:
        for _ in range(1_000):
            VALIDATOR.clean("InitiateAuth", request)

    assert cpu_s(a_thousand) * 1_000 < 50
