"""The six operations on terms documents, as the wire has them, and clients that have some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, PoolDesk, administration
from tests.api.stage import Members

USE, PRIVACY = "terms-of-use", "privacy-policy"
LINKS = {
    "cognito:default": "https://example.com/terms",
    "cognito:german": "https://example.com/agb",
}
NOBODY = "00000000-0000-4000-8000-000000000000"
NOT_FOUND = ("ResourceNotFoundException", f"Terms {NOBODY} do not exist.")
FIXED = {"TermsSource": "LINK", "Enforcement": "NONE"}


class Pool(PoolDesk):
    """A pool in which operations are called."""

    def __init__(self, admin: Administrator) -> None:
        super().__init__(admin)
        self.client_id = self.client()

    def members(self, name: str = USE, **members: Any) -> Members:  # noqa: ANN401 - any member
        """A request to make a document."""
        own = {"ClientId": self.client_id, "TermsName": name, "Links": LINKS}
        return {**own, **FIXED, **members}

    def made(self, name: str = USE, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Make a document; its description."""
        terms: Members = self("CreateTerms", **self.members(name, **members))["Terms"]
        return terms

    def shown(self, terms_id: str) -> Members:
        """Describe a document."""
        terms: Members = self("DescribeTerms", TermsId=terms_id)["Terms"]
        return terms


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


def test_a_document_is_shown_as_it_was_given(pool: Pool) -> None:
    """By its id and by its client and name, with two dates that are the same."""
    made = pool.made()

    assert made.pop("CreationDate") == made.pop("LastModifiedDate")
    assert made == {
        "TermsId": made["TermsId"],
        "UserPoolId": pool.id,
        **pool.members(),
    }
    by_client = pool("DescribeTermsByClient", ClientId=pool.client_id, TermsName=USE)["Terms"]
    assert by_client == pool.shown(made["TermsId"])
    assert by_client.items() >= made.items()


def test_a_client_has_a_document_of_each_name_once(pool: Pool) -> None:
    """A second one is refused; another name and another client may have theirs."""
    first = pool.made()
    text = f"Terms {USE} already exist for client {pool.client_id}."

    refused = pool.refused("CreateTerms", **pool.members(Links={"cognito:default": "https://x.y"}))

    assert refused == ("TermsExistsException", text)
    assert pool.shown(first["TermsId"])["Links"] == LINKS
    assert len({first["TermsId"], pool.made(PRIVACY)["TermsId"]}) == 2
    assert pool.made(ClientId=pool.client())["TermsName"] == USE


def test_what_is_not_given_stays(pool: Pool) -> None:
    """Links are replaced as a whole, and the name alone changes where it alone is given."""
    terms_id = pool.made()["TermsId"]
    other = {"cognito:default": "https://example.com/privacy"}

    renamed = pool("UpdateTerms", TermsId=terms_id, TermsName=PRIVACY)["Terms"]
    changed = pool("UpdateTerms", TermsId=terms_id, Links=other, **FIXED)["Terms"]

    assert (renamed["TermsName"], renamed["Links"]) == (PRIVACY, LINKS)
    assert (changed["TermsName"], changed["Links"]) == (PRIVACY, other)
    assert pool.shown(terms_id) == changed
    by_name = {"ClientId": pool.client_id, "TermsName": PRIVACY}
    assert pool("DescribeTermsByClient", **by_name)["Terms"] == changed
    unknown = pool.refused("DescribeTermsByClient", **{**by_name, "TermsName": USE})
    assert unknown == ("ResourceNotFoundException", f"Terms {USE} do not exist.")


def test_a_name_that_is_taken_is_not_taken_over(pool: Pool) -> None:
    """A document is not renamed to one that its client has, and stays as it was."""
    use, privacy = pool.made(), pool.made(PRIVACY)

    refused = pool.refused("UpdateTerms", TermsId=use["TermsId"], TermsName=PRIVACY)

    assert refused[0] == "TermsExistsException"
    assert pool.shown(use["TermsId"]) == use
    assert pool.shown(privacy["TermsId"]) == privacy


def test_a_deleted_document_is_gone(pool: Pool) -> None:
    """It is not found, and its name is free."""
    terms_id = pool.made()["TermsId"]

    pool("DeleteTerms", TermsId=terms_id)

    assert pool.refused("DescribeTerms", TermsId=terms_id)[0] == "ResourceNotFoundException"
    assert pool.refused("DeleteTerms", TermsId=terms_id)[0] == "ResourceNotFoundException"
    assert pool.made()["TermsId"] != terms_id


def test_documents_go_with_their_client(pool: Pool) -> None:
    """Those of other clients stay."""
    other = pool.made(ClientId=pool.client())
    for name in (USE, PRIVACY):
        pool.made(name)

    pool("DeleteUserPoolClient", ClientId=pool.client_id)

    (left,) = pool("ListTerms")["Terms"]
    assert left["TermsId"] == other["TermsId"]


def test_documents_are_listed_in_pages(pool: Pool) -> None:
    """Each once, in short, and a token is none to another operation."""
    ids = {pool.made(ClientId=pool.client())["TermsId"] for _ in range(3)}

    first = pool("ListTerms", MaxResults=2)
    second = pool("ListTerms", MaxResults=2, NextToken=first["NextToken"])

    listed = [*first["Terms"], *second["Terms"]]
    assert {each["TermsId"] for each in listed} == ids
    assert len(listed) == 3
    short = {"TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate"}
    assert all(set(each) == short for each in listed)
    assert "NextToken" not in second
    foreign = Pool(pool.admin).refused("ListTerms", NextToken=first["NextToken"])
    assert foreign == ("InvalidParameterException", "Invalid pagination token given.")


@pytest.mark.parametrize("operation", ["DescribeTerms", "UpdateTerms", "DeleteTerms"])
def test_an_unknown_document_is_told(pool: Pool, operation: str) -> None:
    """The pool has none of the id."""
    assert pool.refused(operation, TermsId=NOBODY) == NOT_FOUND


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "https:/example.com",
        "//example.com/terms",
        "https://localhost@example.com",
        "https://example.com\\terms",
        "terms",
    ],
)
def test_a_link_leads_to_the_web(pool: Pool, link: str) -> None:
    """What a browser would run, or read as another address, is no link."""
    links = {**LINKS, "cognito:french": link}
    refusal = ("InvalidParameterException", f"{link} is not a valid URL.")

    assert pool.refused("CreateTerms", **pool.members(Links=links)) == refusal
    made = pool.made()
    assert pool.refused("UpdateTerms", TermsId=made["TermsId"], Links=links) == refusal
    assert pool.shown(made["TermsId"]) == made


def test_a_document_needs_links_and_a_client(pool: Pool) -> None:
    """Without links there is nothing to show, and a client of another pool is none."""
    members = pool.members()
    del members["Links"]
    kind, text = pool.refused("CreateTerms", **members)
    assert (kind, "links" in text) == ("InvalidParameterException", True)

    stranger = Pool(pool.admin).client_id
    refused = pool.refused("CreateTerms", **pool.members(ClientId=stranger))

    unknown = f"User pool client {stranger} does not exist."
    assert refused == ("ResourceNotFoundException", unknown)
