"""AdminDisableProviderForUser: links end, and passwords open nothing any more."""

from __future__ import annotations

import pytest

from domain.errors import (
    AliasExistsException,
    CodeMismatchException,
    ExpiredCodeException,
    InvalidParameterException,
    NotAuthorizedException,
    PasswordHistoryPolicyViolationException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.pool import PasswordPolicy
from domain.model.user import UserStatus
from tests.support.accounts import Desk, refused, rows_of
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.linking_desk import LinkingDesk, who

WRONG = "Incorrect username or password."
EMAIL = {"email": "ann@example.com", "email_verified": "true"}


@pytest.fixture
def links(desk: Desk) -> LinkingDesk:
    """A pool with two providers and a user."""
    made = LinkingDesk(desk)
    made.user(attributes=EMAIL)
    return made


def test_a_link_ends(links: LinkingDesk) -> None:
    """The identity opens nobody, other links and the password stay."""
    links.link(who("Google", "10769"))
    links.link(who("Corp", "ann@corp.example", "email"))

    links.disable(who("Google", "10769"))

    assert links.linked() == [("Corp", "ann@corp.example")]
    assert links.opens("Google", "10769") is None
    assert links.opens("Corp", "ann@corp.example", "email") is not None
    assert links.desk.signed_in()
    links.disable(who("Corp", "ann@corp.example", "email"))
    assert "identities" not in links.desk.look()["attributes"]


def test_a_link_is_named_as_it_was_set(links: LinkingDesk) -> None:
    """By the same attribute and the same value; anything else is nobody."""
    links.link(who("Corp", "x\ny", "email"))
    links.link(who("Google", "10769"))
    before = rows_of(links.desk.world)

    for named in (who("Corp", "x\ny"), who("Corp", "X\nY", "email"), who("Google", "1")):
        with refused(UserNotFoundException, "User does not exist."):
            links.disable(named)
    for attribute in ("email\nx", "nickname"):
        with refused(InvalidParameterException):
            links.disable(who("Corp", "y", attribute))
    with refused(
        InvalidParameterException, "ProviderAttributeName must be Cognito_Subject for Google."
    ):
        links.disable(who("Google", "10769", "email"))
    with refused(ResourceNotFoundException, "Identity provider Other does not exist."):
        links.disable(who("Other", "10769"))
    assert rows_of(links.desk.world) == before


def test_a_code_that_came_too_late_brings_no_password_back(make_desk: MakeDesk) -> None:
    """One that was written while the password was taken stays behind, and opens nothing."""
    links = LinkingDesk(make_desk())
    ann = links.user(attributes=EMAIL)
    links.desk.public("ForgotPassword", Username="ann")
    code = links.desk.code()
    links.desk.world.change_user(ann, status=UserStatus.EXTERNAL_PROVIDER)

    with refused(CodeMismatchException):
        links.desk.public(
            "ConfirmForgotPassword", Username="ann", ConfirmationCode=code, Password="Other!word1"
        )


def test_a_link_ends_after_its_provider(links: LinkingDesk) -> None:
    """Links stay when a provider is deleted, and can be taken away."""
    links.link(who("Corp", "7"))
    links.call("DeleteIdentityProvider", ProviderName="Corp")
    assert links.linked() == [("Corp", "7")]

    links.disable(who("Corp", "7"))

    assert links.linked() == []


def test_who_was_made_for_an_identity_is_shut_out(links: LinkingDesk) -> None:
    """The identity opens nothing, and makes no second user: it stays his."""
    user = links.federated("corp_7", "Corp", "7")

    links.disable(who("Corp", "7"))

    assert links.desk.look("corp_7")["Enabled"] is False
    assert links.opens("Corp", "7") == user.sub
    links.desk.admin("AdminEnableUser", "corp_7")
    assert links.desk.look("corp_7")["Enabled"] is True


def test_a_password_opens_nothing_any_more(links: LinkingDesk) -> None:
    """Neither in clear nor by SRP; what was begun with it is over, and so are its tokens."""
    links.link(who("Google", "10769"))
    token = links.desk.signed_in()

    links.disable(who("Cognito", "ann"))

    with refused(NotAuthorizedException, WRONG):
        links.desk.signed_in()
    with refused(NotAuthorizedException):
        links.desk.call("GetUser", AccessToken=token)
    assert links.desk.look()["UserStatus"] == UserStatus.EXTERNAL_PROVIDER
    assert links.linked() == [("Google", "10769")]


def test_a_password_that_was_taken_is_not_kept(make_desk: MakeDesk) -> None:
    """Neither to be compared nor to be proven, but among those that may not be chosen again."""
    links = LinkingDesk(make_desk(password_policy=PasswordPolicy(history_size=3)))
    ann = links.user()

    links.disable(who("Cognito", "ann"))

    with links.desk.world.store.reading() as unit:
        credentials = unit.users.standing(ann.pool_id, ann.sub).credentials
    assert credentials is not None
    assert (credentials.password_hash, credentials.sealed_verifier) == (None, None)
    with refused(PasswordHistoryPolicyViolationException):
        links.desk.admin("AdminSetUserPassword", Password=PASSWORD, Permanent=True)


def test_a_password_that_was_taken_is_not_recovered(links: LinkingDesk) -> None:
    """Not by a new code, and not by one that was on its way; an administrator gives another."""
    links.desk.public("ForgotPassword", Username="ann")
    code = links.desk.code()

    links.disable(who("Cognito", "ann"))

    with refused(NotAuthorizedException):
        links.desk.public("ForgotPassword", Username="ann")
    with pytest.raises((CodeMismatchException, ExpiredCodeException)):
        links.desk.public(
            "ConfirmForgotPassword", Username="ann", ConfirmationCode=code, Password="Other!word1"
        )
    links.desk.admin("AdminSetUserPassword", Password=PASSWORD, Permanent=True)
    assert links.desk.signed_in()
    assert links.desk.look()["UserStatus"] == UserStatus.CONFIRMED


def test_who_has_no_password_can_lose_it(links: LinkingDesk) -> None:
    """And to take it twice is no error."""
    links.user("bob", password=None)

    for name in ("bob", "ann", "ann"):
        links.disable(who("Cognito", name, None))
        assert links.desk.look(name)["UserStatus"] == UserStatus.EXTERNAL_PROVIDER


def test_a_user_of_the_pool_is_named_by_his_name(links: LinkingDesk) -> None:
    """By no other attribute; an unknown one is told."""
    with refused(
        InvalidParameterException, "ProviderAttributeName must be Cognito_Subject for Cognito."
    ):
        links.disable(who("Cognito", "ann", "email"))
    with refused(UserNotFoundException, "User does not exist."):
        links.disable(who("Cognito", "nobody"))
    assert links.desk.signed_in()


def test_a_preferred_name_of_another_is_not_taken(make_desk: MakeDesk) -> None:
    """An unconfirmed user has no preferred name yet, and does not get that of another."""
    links = LinkingDesk(make_desk(alias_attributes=("preferred_username",)))
    links.user("bob", attributes={"preferred_username": "star"})
    links.user(status=UserStatus.UNCONFIRMED, attributes={"preferred_username": "star"})
    before = rows_of(links.desk.world)

    with refused(AliasExistsException):
        links.disable(who("Cognito", "ann"))

    assert rows_of(links.desk.world) == before
