"""PreTokenGeneration: what its answer does to the tokens of sign-ins and refreshes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from domain.accounts.memberships import fit_into_tokens
from domain.errors import InvalidLambdaResponseException, NotAuthorizedException
from domain.model.token import IssuedTokens
from domain.triggers.json_size import json_size
from domain.triggers.pre_token_generation import LONGEST
from tests.support.accounts import Functions
from tests.support.groups import put_in
from tests.support.sign_in import Client, tokens
from tests.support.world import World, claims_of

VERSIONS = ("V1_0", "V2_0", "V3_0")
BOTH = ("V2_0", "V3_0")
ANN = {"email": "ann@example.com", "email_verified": "true", "custom:tier": "gold"}
SCOPE = "aws.cognito.signin.user.admin"
FORBIDDEN = (
    # Of ID tokens (triggers.md 7):
    *("acr", "amr", "at_hash", "aud", "auth_time", "azp", "cognito:username", "exp", "iat"),
    *("identities", "iss", "jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "dev:any"),
    # Of access tokens:
    *("client_id", "device_key", "event_id", "username", "version", "scope"),
    *("cognito:groups", "cognito:roles", "cognito:preferred_role", "cognito:any"),
    # Of ruling 26 beside these:
    "c_hash",
    # And however they are written, since some readers do not heed case:
    *("SUB", "Aud", "Cognito:groups", "DEV:any", "\u017fub"),
)


class Mint:
    """A pool whose PreTokenGeneration function a test words anew for each issue, and Ann."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.functions = Functions(PreTokenGeneration={})
        self.world = World(triggers=self.functions)
        pool = self.world.add_pool(triggers=self.functions.arns, token_trigger_version=version)
        self.ann = self.world.add_user(pool, attributes=ANN)
        put_in(self.world, self.ann, "staff", role_arn="arn:own")
        self.client = Client(self.world, self.world.add_client(pool))
        first = tokens(self.client.by_password())
        assert first.refresh_token is not None
        self.refresh_token = first.refresh_token
        self.plain = (claims_of(first.id_token), claims_of(first.access_token))

    def answer(self, **members: object) -> None:
        """Let the function answer these members of the details of its form."""
        self.functions.answers = {"PreTokenGeneration": {details_member(self.version): members}}

    def claims(
        self, identity: Mapping[str, object], access: Mapping[str, object] | None = None
    ) -> None:
        """Let the function change claims: in both tokens alike, where the form has both."""
        if self.version == "V1_0":
            self.answer(**identity)
        else:
            of_access = identity if access is None else access
            self.answer(idTokenGeneration=identity, accessTokenGeneration=of_access)

    def issue(self) -> IssuedTokens:
        """New tokens of the sign-in."""
        return self.client.refresh(self.refresh_token)

    def issued(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The claims of a new ID and a new access token."""
        given = self.issue()
        return claims_of(given.id_token), claims_of(given.access_token)


def details_member(version: str) -> str:
    """The member of the answer under which all changes are."""
    return "claimsOverrideDetails" if version == "V1_0" else "claimsAndScopeOverrideDetails"


@pytest.fixture(scope="module")
def mints() -> Mapping[str, Mint]:
    """One of each version: a refresh changes nothing but what the function says."""
    return {version: Mint(version) for version in VERSIONS}


@pytest.fixture
def mint(mints: Mapping[str, Mint], request: pytest.FixtureRequest) -> Iterator[Mint]:
    """The one of the version that the test names."""
    made = mints[request.param]
    yield made
    made.functions.answers = {"PreTokenGeneration": {}}


def of(*versions: str) -> pytest.MarkDecorator:
    """Try the versions one by one."""
    return pytest.mark.parametrize("mint", versions, indirect=True)


@of(*VERSIONS)
@pytest.mark.parametrize("effect", ["add", "suppress"])
@pytest.mark.parametrize("name", FORBIDDEN)
def test_reserved_claims_are_nobodys_to_change(mint: Mint, effect: str, name: str) -> None:
    """Neither added nor left out, in neither token, and without a word (ruling 26, SEC-40)."""
    change: dict[str, object] = {"claimsToAddOrOverride": {name: "forged", "free": "yes"}}
    if effect == "suppress":
        change = {"claimsToSuppress": [name, "custom:tier"]}
    mint.claims(change)

    identity, access = mint.issued()

    for plain, said in zip(mint.plain, (identity, access), strict=True):
        assert (name in said) == (name in plain)
        assert said.get(name) == plain.get(name) or name == "jti"
        assert said.get(name) != "forged"
    if effect == "suppress":
        assert "custom:tier" not in identity
    else:
        assert identity["free"] == "yes"


@of("V1_0")
def test_the_first_form_changes_the_id_token_alone(mint: Mint) -> None:
    """Claims are added to it, replaced and left out; those of the access token stay."""
    mint.claims(
        {
            "claimsToAddOrOverride": {"tier": "3", "email": "o@example.com"},
            "claimsToSuppress": ["email_verified"],
        }
    )
    identity, access = mint.issued()
    assert (identity["tier"], identity["email"]) == ("3", "o@example.com")
    assert "email_verified" not in identity
    assert access.keys() == mint.plain[1].keys()


@of(*BOTH)
def test_later_forms_change_both_tokens(mint: Mint) -> None:
    """Each as it is told, with any JSON as values."""
    complex_value = {"list": [1, 2.5, True, None, "x"], "object": {"a": {"b": []}}}
    mint.claims(
        {"claimsToAddOrOverride": {"a": complex_value}, "claimsToSuppress": ["email"]},
        {"claimsToAddOrOverride": {"b": [complex_value], "c": 7}, "claimsToSuppress": None},
    )
    identity, access = mint.issued()
    assert identity["a"] == complex_value
    assert "email" not in identity
    assert (access["b"], access["c"]) == ([complex_value], 7)
    assert not {"b", "c"} & identity.keys()


@of(*BOTH)
def test_scopes_are_added_and_taken_away(mint: Mint) -> None:
    """The kept ones first; duplicates are one."""
    change = {"scopesToAdd": ["shop/read", "shop/read", SCOPE], "scopesToSuppress": ["other"]}
    mint.claims({}, change)
    identity, access = mint.issued()
    assert access["scope"] == f"{SCOPE} shop/read"
    assert "scope" not in identity


@of(*BOTH)
def test_without_the_scope_of_self_service_a_token_opens_none_of_it(mint: Mint) -> None:
    """The token is good, and token-authorised operations refuse it."""
    mint.claims({}, {"scopesToSuppress": [SCOPE]})
    token = mint.issue().access_token
    assert claims_of(token)["scope"] == ""
    with pytest.raises(NotAuthorizedException, match="does not have required scopes"):
        mint.world.services.access.user_of(token)


GROUPS = {
    "groupsToOverride": ["b", "a", "b"],
    "iamRolesToOverride": ["arn:one", "arn:two"],
    "preferredRole": "arn:one",
}
GROUP_CLAIMS = {
    "cognito:groups": ["b", "a"],
    "cognito:roles": ["arn:one", "arn:two"],
    "cognito:preferred_role": "arn:one",
}


@of(*VERSIONS)
def test_groups_are_replaced_as_a_whole(mint: Mint) -> None:
    """Names in both tokens, roles in the ID token; what is not given is gone."""
    mint.answer(groupOverrideDetails=GROUPS)
    identity, access = mint.issued()
    assert GROUP_CLAIMS.items() <= identity.items()
    assert access["cognito:groups"] == ["b", "a"]
    assert not {"cognito:roles", "cognito:preferred_role"} & access.keys()
    mint.answer(groupOverrideDetails={"iamRolesToOverride": ["arn:one"], "preferredRole": None})
    identity, access = mint.issued()
    assert identity["cognito:roles"] == ["arn:one"]
    assert not {"cognito:groups", "cognito:preferred_role"} & identity.keys()
    assert "cognito:groups" not in access


@of(*VERSIONS)
@pytest.mark.parametrize("nothing", [{}, None, {"groupsToOverride": [], "preferredRole": ""}])
def test_groups_are_taken_away_by_nothing(mint: Mint, nothing: object) -> None:
    """An empty object, null and empty lists: only where the member is absent do groups stay."""
    assert mint.plain[0]["cognito:groups"] == mint.plain[1]["cognito:groups"] == ["staff"]
    assert mint.plain[0]["cognito:roles"] == ["arn:own"]
    mint.answer(groupOverrideDetails=nothing)
    identity, access = mint.issued()
    assert not [name for name in identity if name in GROUP_CLAIMS]
    assert not [name for name in access if name in GROUP_CLAIMS]


@of(*VERSIONS)
@pytest.mark.parametrize(
    "response",
    [{}, None, {"claimsToAddOrOverride": None}, {"unknown": 5}],
    ids=["empty", "null", "nulls", "unknown"],
)
def test_what_changes_nothing_leaves_tokens_as_they_are(mint: Mint, response: object) -> None:
    """An empty or null answer, null members, and members that nobody knows."""
    member = details_member(mint.version)
    other = details_member("V2_0" if mint.version == "V1_0" else "V1_0")
    mint.functions.answers = {"PreTokenGeneration": {member: response, other: {"claims": 5}}}
    for plain, said in zip(mint.plain, mint.issued(), strict=True):
        assert {**said, "jti": None} == {**plain, "jti": None}


DEEP: Any = "x"
for _ in range(20):
    DEEP = [DEEP]
LONG = "x" * LONGEST

V1_UNREADABLE: list[Any] = [
    [],
    "x",
    5,
    {"claimsToAddOrOverride": {"a": 1}},
    {"claimsToAddOrOverride": {"a": None}},
    {"claimsToAddOrOverride": {"a": {"b": "c"}}},
    {"claimsToAddOrOverride": []},
    {"claimsToSuppress": "email"},
    {"claimsToSuppress": [1]},
    {"claimsToSuppress": {}},
    {"groupOverrideDetails": []},
    {"groupOverrideDetails": {"groupsToOverride": "a"}},
    {"groupOverrideDetails": {"iamRolesToOverride": [None]}},
    {"groupOverrideDetails": {"preferredRole": []}},
    {"claimsToAddOrOverride": {"a": LONG}},
    {"claimsToAddOrOverride": {LONG: "a"}},
    {"claimsToAddOrOverride": {"a": "\ud800"}},
    {"groupOverrideDetails": {"groupsToOverride": [LONG]}},
]
V2_UNREADABLE: list[Any] = [
    {"idTokenGeneration": []},
    {"accessTokenGeneration": "x"},
    {"idTokenGeneration": {"claimsToAddOrOverride": [1]}},
    {"accessTokenGeneration": {"claimsToSuppress": [{}]}},
    {"accessTokenGeneration": {"scopesToAdd": "a"}},
    {"accessTokenGeneration": {"scopesToAdd": ["a b"]}},
    {"accessTokenGeneration": {"scopesToAdd": [""]}},
    {"accessTokenGeneration": {"scopesToSuppress": ["é"]}},
    {"accessTokenGeneration": {"scopesToAdd": [LONG]}},
    {"accessTokenGeneration": {"claimsToAddOrOverride": {"a": DEEP}}},
    {"idTokenGeneration": {"claimsToAddOrOverride": {"a": [LONG]}}},
    {"idTokenGeneration": {"claimsToAddOrOverride": {"a": 2**64}}},
    {"idTokenGeneration": {"claimsToAddOrOverride": {"a": float("nan")}}},
    {"idTokenGeneration": {"claimsToAddOrOverride": {"a": {1: "x"}}}},
    {"idTokenGeneration": {"claimsToAddOrOverride": {"a": b"bytes"}}},
]


@pytest.mark.parametrize(
    ("mint", "details"),
    [
        *(("V1_0", details) for details in V1_UNREADABLE),
        *(("V3_0", details) for details in V2_UNREADABLE),
    ],
    indirect=["mint"],
)
def test_what_is_no_answer_gives_no_tokens(mint: Mint, details: object) -> None:
    """Wrong types at every known member, what no token can hold, and what would be too long."""
    mint.functions.answers = {"PreTokenGeneration": {details_member(mint.version): details}}
    with pytest.raises(InvalidLambdaResponseException) as refused:
        mint.issue()
    assert refused.value.text == "Unrecognizable lambda output"


@of("V3_0")
def test_the_longest_access_token_is_still_read(mint: Mint) -> None:
    """However its characters are written, a token with as much as may be added is a good one."""
    piece = '"\\\x01é'
    mint.claims({}, {"claimsToAddOrOverride": {"a": piece * (LONGEST // 25)}})
    token = mint.issue().access_token
    assert mint.world.services.access.user_of(token).user.username == "ann"


def test_a_users_own_groups_count_in_the_length_of_a_token() -> None:
    """With as long names of groups as a user can have, a function may add the rest and no more."""
    mint = Mint("V3_0")
    names = [f"{number:02}" + "é" * 58 for number in range(50)]
    for name in names:
        put_in(mint.world, mint.ann, name)
    assert fit_into_tokens(["staff", *names])
    rest = LONGEST - json_size((*names, "staff")) - 100
    mint.claims({}, {"claimsToAddOrOverride": {"a": "x" * rest}})

    token = mint.issue().access_token
    assert mint.world.services.access.user_of(token).user.username == "ann"

    mint.claims({}, {"claimsToAddOrOverride": {"a": "x" * (rest + 100)}})
    with pytest.raises(InvalidLambdaResponseException):
        mint.issue()
