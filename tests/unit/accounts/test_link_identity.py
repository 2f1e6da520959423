"""AdminLinkProviderForUser: whom identities open, and how a user's identities are shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import texts
from domain.errors import (
    AliasExistsException,
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.identity import Identity, as_attribute
from domain.model.identity_provider import ProviderType
from tests.support.accounts import Desk, Functions, pairs, refused, rows_of
from tests.support.parallel import outcomes
from tests.support.sign_in import tokens
from tests.support.world import PASSWORD, World, claims_of
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.linking_desk import GOOGLE, OIDC, LinkingDesk, who

ELSEWHERE = "SourceUser is already linked to another user"


@pytest.fixture
def links(desk: Desk) -> LinkingDesk:
    """A pool with two providers and a user."""
    made = LinkingDesk(desk)
    made.user()
    return made


def test_a_link_is_shown_in_the_profile(links: LinkingDesk) -> None:
    """To administrators, in lists and to the user, as the text of a read-only attribute."""
    ann = links.desk.world.user(links.user("bob", attributes={"name": "Bob"}))
    links.link(who("Google", "10769", None), who("Cognito", "bob"))

    text = links.desk.look("bob")["attributes"]["identities"]
    assert json.loads(text) == [
        {
            "userId": "10769",
            "providerName": "Google",
            "providerType": "Google",
            "issuer": None,
            "primary": False,
            "dateCreated": links.desk.world.clock.now_ms(),
        }
    ]
    own = links.desk.call("GetUser", AccessToken=links.desk.signed_in("bob"))
    assert {"Name": "identities", "Value": text} in own["UserAttributes"]
    (listed,) = links.call("ListUsers", Filter='name = "Bob"', AttributesToGet=["identities"])[
        "Users"
    ]
    assert listed["Attributes"] == [{"Name": "identities", "Value": text}]
    with refused(InvalidParameterException):
        links.desk.admin("AdminUpdateUserAttributes", "bob", UserAttributes=pairs(identities="[]"))
    assert links.opens("Google", "10769") == ann.sub


def test_a_link_is_told_in_tokens(links: LinkingDesk) -> None:
    """In the ID token as a list whose flags and instants are text, and not in the access token."""
    links.link(who("Google", "10769"))
    links.link(who("Corp", "ann@corp.example", "email"))

    given = tokens(links.desk.sign_in.by_password("ann", PASSWORD))

    now = str(links.desk.world.clock.now_ms())
    usual = {"issuer": None, "primary": "false", "dateCreated": now}
    assert claims_of(given.id_token)["identities"] == [
        {"userId": "10769", "providerName": "Google", "providerType": "Google", **usual},
        {"userId": "ann@corp.example", "providerName": "Corp", "providerType": "OIDC", **usual},
    ]
    assert "identities" not in claims_of(given.access_token)


def test_a_client_reads_identities_if_it_may(make_desk: MakeDesk) -> None:
    """Where its ReadAttributes lack them they are neither in profile nor in tokens."""
    links = LinkingDesk(make_desk(client_read_attributes=("email",)))
    links.user()
    links.link(who("Google", "10769"))

    given = tokens(links.desk.sign_in.by_password("ann", PASSWORD))

    own = links.desk.call("GetUser", AccessToken=given.access_token)
    assert "identities" not in {each["Name"] for each in own["UserAttributes"]}
    assert "identities" not in claims_of(given.id_token)


def test_functions_hear_of_identities(make_desk: MakeDesk) -> None:
    """As the text of the attribute."""
    functions = Functions(PostAuthentication={})
    world = World(triggers=functions)
    links = LinkingDesk(make_desk(world=world, triggers=functions.arns))
    links.user()
    links.link(who("Google", "10769"))

    links.desk.signed_in()

    (request,) = functions.requests("PostAuthentication")
    (told,) = json.loads(request["userAttributes"]["identities"])
    assert (told["userId"], told["primary"]) == ("10769", False)


def test_an_identity_opens_one_user(links: LinkingDesk) -> None:
    """To link it again, to whomever, is refused and changes nothing."""
    links.user("bob")
    links.link(who("Google", "10769"))
    before = rows_of(links.desk.world)

    with refused(InvalidParameterException, "SourceUser is already linked to DestinationUser"):
        links.link(who("Google", "10769"))
    with refused(AliasExistsException, ELSEWHERE):
        links.link(who("Google", "10769"), who("Cognito", "bob"))

    assert rows_of(links.desk.world) == before


def test_identities_are_told_apart_letter_for_letter(links: LinkingDesk) -> None:
    """By provider, by attribute and by value: each of these is another one."""
    links.user("bob")
    links.link(who("Corp", "Ann"))

    links.link(who("Corp", "ann"), who("Cognito", "bob"))
    links.link(who("Google", "Ann"), who("Cognito", "bob"))
    links.link(who("Corp", "Ann", "name"), who("Cognito", "bob"))

    assert links.linked() == [("Corp", "Ann")]
    assert links.linked("bob") == [("Corp", "ann"), ("Google", "Ann"), ("Corp", "Ann")]


def test_who_has_signed_in_is_not_merged(links: LinkingDesk) -> None:
    """An identity that has a user of its own is linked to nobody, himself included."""
    links.federated("corp_7", "Corp", "7")

    for destination in (who("Cognito", "ann"), who("Corp", "7")):
        with refused(InvalidParameterException, texts.MERGING_NOT_SUPPORTED):
            links.link(who("Corp", "7"), destination)

    assert links.linked() == []


def test_a_user_of_a_provider_is_named_by_his_identity(links: LinkingDesk) -> None:
    """Also as destination; the attribute does not matter there."""
    links.federated("corp_7", "Corp", "7")

    links.link(who("Google", "10769"), who("Corp", "7", "whatever"))

    assert links.linked("corp_7") == [("Corp", "7"), ("Google", "10769")]
    assert [each["primary"] for each in links.identities("corp_7")] == [True, False]
    with refused(UserNotFoundException, "User does not exist."):
        links.link(who("Google", "2"), who("Corp", "8"))
    with refused(UserNotFoundException, "User does not exist."):
        links.link(who("Google", "2"), who("Cognito", "nobody"))


def test_five_identities_are_linked_to_a_user(links: LinkingDesk) -> None:
    """The one that he was made for is not counted, and who loses one may get another."""
    links.federated("corp_7", "Corp", "7")
    destination = who("Corp", "7")
    for number in range(5):
        links.link(who("Google", str(number)), destination)

    with refused(LimitExceededException, "A user can be linked to at most 5 identities."):
        links.link(who("Google", "5"), destination)

    assert links.opens("Google", "5") is None
    links.disable(who("Google", "0"))
    links.link(who("Google", "5"), destination)
    assert len(links.identities("corp_7")) == 6


def test_a_provider_has_five_attributes_to_link_by(make_desk: MakeDesk) -> None:
    """Each is one more look-up at every sign-in; the provider's own id is not counted."""
    links = LinkingDesk(make_desk())
    names = ("email", "name", "given_name", "family_name", "nickname", "profile")
    links.provide("Many", "OIDC", OIDC, AttributeMapping={name: name for name in names})
    for name in names:
        links.user(f"user of {name}")
    for name in names[:5]:
        links.link(who("Many", "x", name), who("Cognito", f"user of {name}"))

    with refused(
        LimitExceededException,
        "Users of one identity provider can be linked by at most 5 attributes.",
    ):
        links.link(who("Many", "x", names[5]), who("Cognito", f"user of {names[5]}"))

    assert links.opens("Many", "x", names[5]) is None
    assert links.linked(f"user of {names[5]}") == []
    links.link(who("Many", "x"), who("Cognito", f"user of {names[5]}"))
    links.link(who("Many", "y", names[0]), who("Cognito", f"user of {names[5]}"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (who("Cognito", "bob"), "SourceUser must be a user of an identity provider."),
        (who("Google", ""), "ProviderAttributeValue must have 1 to 2048 characters."),
        (who("Google", "1" * 2_049), "ProviderAttributeValue must have 1 to 2048 characters."),
        (
            who("Google", "ann@example.com", "email"),
            "ProviderAttributeName must be Cognito_Subject for Google.",
        ),
        (
            who("Corp", "7", "nickname"),
            "ProviderAttributeName nickname is not mapped for identity provider Corp.",
        ),
    ],
)
def test_some_sources_cannot_be_linked(
    links: LinkingDesk, source: dict[str, str], text: str
) -> None:
    """Users of the pool, what is no name of anybody, and what the provider does not tell."""
    with refused(InvalidParameterException, text):
        links.link(source)

    assert links.linked() == []


@pytest.mark.parametrize("absent", ["ProviderName", "ProviderAttributeValue"])
def test_provider_and_value_are_named(links: LinkingDesk, absent: str) -> None:
    """The model lets them be left out, which would name nobody."""
    whole = who("Google", "10769")
    named = {name: value for name, value in whole.items() if name != absent}
    path = f"{absent[0].lower()}{absent[1:]}"
    lacking = "failed to satisfy constraint: Member must not be null"

    with refused(
        InvalidParameterException,
        f"1 validation error detected: Value at 'sourceUser.{path}' {lacking}",
    ):
        links.link(named)
    with refused(
        InvalidParameterException,
        f"1 validation error detected: Value at 'destinationUser.{path}' {lacking}",
    ):
        links.link(whole, named)


def test_providers_are_those_of_the_pool(links: LinkingDesk) -> None:
    """An unknown one is told, and so is one that was deleted."""
    with refused(ResourceNotFoundException, "Identity provider Other does not exist."):
        links.link(who("Other", "7"))
    links.call("DeleteIdentityProvider", ProviderName="Corp")
    with refused(ResourceNotFoundException, "Identity provider Corp does not exist."):
        links.link(who("Corp", "7"))


def test_pools_do_not_share_identities(world: World, make_desk: MakeDesk) -> None:
    """The same identity opens a user in each of two pools that have the same names."""
    first = LinkingDesk(make_desk(id="us-east-1_First0001"))
    second = LinkingDesk(make_desk(id="us-east-1_Second001", client_id="second"))
    for links in (first, second):
        links.user()
        links.link(who("Google", "10769"))

    assert first.opens("Google", "10769") != second.opens("Google", "10769")
    second.disable(who("Google", "10769"))
    assert first.linked() == [("Google", "10769")]
    assert second.linked() == []


def test_an_identity_is_free_when_its_user_is_deleted(links: LinkingDesk) -> None:
    """And it may be linked to the next one."""
    links.link(who("Google", "10769"))
    links.desk.admin("AdminDeleteUser")
    assert links.opens("Google", "10769") is None

    ann = links.user()
    links.link(who("Google", "10769"))

    assert links.opens("Google", "10769") == ann.sub


def test_an_identity_is_linked_by_one_of_many(links: LinkingDesk) -> None:
    """Of several who link it to different users at once one does; the others are told."""
    for number in range(8):
        links.user(f"user {number}")

    made = outcomes(
        8, lambda number: links.link(who("Google", "1"), who("Cognito", f"user {number}"))
    )

    errors = [each for each in made if isinstance(each, Exception)]
    assert [type(each) for each in errors] == [AliasExistsException] * 7
    assert sum(bool(links.linked(f"user {number}")) for number in range(8)) == 1


def test_a_link_by_an_unverified_address_is_reported(links: LinkingDesk) -> None:
    """Whoever can claim the address at the provider takes the account over."""
    google = {**GOOGLE, "client_id": "other"}
    links.call("UpdateIdentityProvider", ProviderName="Google", ProviderDetails=google)
    links.link(who("Corp", "ann@corp.example", "email"))
    reported = [event for event, _ in links.desk.world.reporter.events]
    assert reported.count("linked_by_unverified_email") == 1

    mapping = {"email": "mail", "email_verified": "mail_verified"}
    links.call("UpdateIdentityProvider", ProviderName="Corp", AttributeMapping=mapping)
    links.link(who("Corp", "ann@other.example", "email"))
    links.link(who("Google", "10769"))

    reported = [event for event, _ in links.desk.world.reporter.events]
    assert reported.count("linked_by_unverified_email") == 1


@given(value=st.text(), issuer=st.none() | st.text(), primary=st.booleans())
def test_the_attribute_is_json(value: str, issuer: str | None, primary: bool) -> None:
    """Whatever a provider calls its users."""
    identity = Identity(
        provider="Corp",
        type=ProviderType.SAML,
        value=value,
        issuer=issuer,
        primary=primary,
        since_ms=7,
    )

    (shown, same) = json.loads(as_attribute((identity, identity)))

    assert shown == same
    assert shown == {
        "userId": value,
        "providerName": "Corp",
        "providerType": "SAML",
        "issuer": issuer,
        "primary": primary,
        "dateCreated": 7,
    }
