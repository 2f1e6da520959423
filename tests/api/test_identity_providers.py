"""The six operations on identity providers, as the wire has them, and clients that name some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from domain.model.identity_provider import IDENTITY_PROVIDERS
from tests.api.administration import Administrator, PoolDesk, administration
from tests.api.stage import Members

CLIENT: Final = {"client_id": "1example", "client_secret": "a-secret-of-theirs"}
OIDC: Final = {
    **CLIENT,
    "attributes_request_method": "GET",
    "authorize_scopes": "openid email",
    "oidc_issuer": "https://login.example.com",
}
APPLE: Final = {
    "authorize_scopes": "email name",
    "client_id": "com.example.app",
    "key_id": "2EXAMPLE",
    "private_key": "the-private-key-of-apple",
    "team_id": "3EXAMPLE",
}
SSO: Final = "https://idp.example.com/sso"
METADATA: Final = (
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="corp">'
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
    '<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
    ' Location="https://idp.example.com/slo"/>'
    '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
    ' Location="https://idp.example.com/post"/>'
    '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
    f' Location="{SSO}"/>'
    "</md:IDPSSODescriptor></md:EntityDescriptor>"
)
GIVEN: Final[dict[str, dict[str, str]]] = {
    "OIDC": OIDC,
    "SAML": {"MetadataURL": "https://idp.example.com/metadata", "IDPSignout": "true"},
    "Google": {**CLIENT, "authorize_scopes": "email openid"},
    "Facebook": {**CLIENT, "authorize_scopes": "public_profile, email", "api_version": "v20.0"},
    "LoginWithAmazon": {**CLIENT, "authorize_scopes": "profile"},
    "SignInWithApple": APPLE,
}
"""What makes a provider of each type."""

ADDED: Final[dict[str, dict[str, str]]] = {
    "OIDC": {"attributes_url_add_attributes": "false"},
    "SAML": {},
    "Google": {
        "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "oidc_issuer": "https://accounts.google.com",
        "token_request_method": "POST",
        "token_url": "https://www.googleapis.com/oauth2/v4/token",
    },
    "Facebook": {
        "attributes_url": "https://graph.facebook.com/v20.0/me?fields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://www.facebook.com/v20.0/dialog/oauth",
        "token_request_method": "GET",
        "token_url": "https://graph.facebook.com/v20.0/oauth/access_token",
    },
    "LoginWithAmazon": {
        "attributes_url": "https://api.amazon.com/user/profile",
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://www.amazon.com/ap/oa",
        "token_request_method": "POST",
        "token_url": "https://api.amazon.com/auth/o2/token",
    },
    "SignInWithApple": {
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://appleid.apple.com/auth/authorize",
        "oidc_issuer": "https://appleid.apple.com",
        "token_request_method": "POST",
        "token_url": "https://appleid.apple.com/auth/token",
    },
}
SUBJECTS: Final = {
    "Google": "sub",
    "Facebook": "id",
    "LoginWithAmazon": "user_id",
    "SignInWithApple": "sub",
}
INVALID: Final = "InvalidParameterException"


class Pool(PoolDesk):
    """A pool in which operations are called."""

    def request(self, name: str = "Corp", of_type: str = "OIDC", **members: Any) -> Members:  # noqa: ANN401 - any member
        """A request to make a provider."""
        own = {"ProviderName": name, "ProviderType": of_type, "ProviderDetails": GIVEN[of_type]}
        return {**own, **members}

    def made(self, name: str = "Corp", of_type: str = "OIDC", **members: Any) -> Members:  # noqa: ANN401 - any member
        """Make a provider; its description."""
        answer = self("CreateIdentityProvider", **self.request(name, of_type, **members))
        provider: Members = answer["IdentityProvider"]
        return provider

    def shown(self, name: str = "Corp") -> Members:
        """Describe a provider."""
        answer = self("DescribeIdentityProvider", ProviderName=name)
        provider: Members = answer["IdentityProvider"]
        return provider

    def changed(self, name: str = "Corp", **members: Any) -> Members:  # noqa: ANN401 - any member
        """Change a provider; its description."""
        answer = self("UpdateIdentityProvider", ProviderName=name, **members)
        provider: Members = answer["IdentityProvider"]
        return provider


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


@pytest.mark.parametrize("of_type", GIVEN)
def test_a_provider_is_shown_as_it_was_given(pool: Pool, of_type: str) -> None:
    """With what the service adds for its type, and its secret but for Apple's key."""
    name = of_type if of_type in SUBJECTS else "Corp"

    made = pool.made(name, of_type, AttributeMapping={"email": "mail"}, IdpIdentifiers=["a", "b.c"])

    assert pool.shown(name) == made
    assert made.pop("CreationDate") == made.pop("LastModifiedDate")
    subject = {"username": SUBJECTS[of_type]} if of_type in SUBJECTS else {}
    details = {**GIVEN[of_type], **ADDED[of_type]}
    details.pop("private_key", None)
    assert made == {
        "UserPoolId": pool.id,
        "ProviderName": name,
        "ProviderType": of_type,
        "ProviderDetails": details,
        "AttributeMapping": {**subject, "email": "mail"},
        "IdpIdentifiers": ["a", "b.c"],
    }


@pytest.mark.parametrize("of_type", GIVEN)
def test_what_is_shown_can_be_sent_back(pool: Pool, of_type: str) -> None:
    """Infrastructure tools send back what they were told, and nothing changes by that."""
    name = of_type if of_type in SUBJECTS else "Corp"
    made = pool.made(name, of_type)
    details = {**made["ProviderDetails"]}
    if of_type == "SignInWithApple":
        details["private_key"] = APPLE["private_key"]

    changed = pool.changed(name, ProviderDetails=details, AttributeMapping=made["AttributeMapping"])

    assert {**changed, "LastModifiedDate": 0} == {**made, "LastModifiedDate": 0}


def test_secrets_are_sealed_where_they_are_kept(pool: Pool) -> None:
    """No row holds one in clear."""
    pool.made()
    pool.made("SignInWithApple", "SignInWithApple")

    with pool.admin.world.store.reading() as unit:
        providers = unit.items.page(IDENTITY_PROVIDERS, pool.id, None, 9)

    assert len(providers) == 2
    for provider in providers:
        assert provider.secrets is not None
        for text in (repr(provider), str(provider.details), repr(provider.secrets)):
            assert CLIENT["client_secret"] not in text
            assert APPLE["private_key"] not in text


def test_what_is_not_said_stays(pool: Pool) -> None:
    """Each member is replaced as a whole, and alone."""
    made = pool.made(AttributeMapping={"email": "mail", "name": "cn"}, IdpIdentifiers=["a", "b"])

    mapped = pool.changed(AttributeMapping={"email": "email"})
    identified = pool.changed(IdpIdentifiers=["b", "c"])
    detailed = pool.changed(ProviderDetails={**OIDC, "client_secret": "another"})
    levelled = pool.changed(AcrMapping={"Level2": "mfa"})

    assert mapped["AttributeMapping"] == {"email": "email"}
    assert mapped["ProviderDetails"] == made["ProviderDetails"]
    assert identified["IdpIdentifiers"] == ["b", "c"]
    assert detailed["ProviderDetails"]["client_secret"] == "another"
    assert levelled["AcrMapping"] == {"Level2": "mfa"}
    assert levelled["IdpIdentifiers"] == ["b", "c"]
    assert pool.shown() == levelled


def test_a_provider_is_found_by_its_identifiers(pool: Pool) -> None:
    """By each that it has, not by one that it had, nor by its name."""
    pool.made(IdpIdentifiers=["a", "corp.example.com"])
    pool.changed(IdpIdentifiers=["corp.example.com", "new"])

    for identifier in ("corp.example.com", "new"):
        found = pool("GetIdentityProviderByIdentifier", IdpIdentifier=identifier)
        assert found["IdentityProvider"] == pool.shown()
    for identifier in ("a", "Corp"):
        refused = pool.refused("GetIdentityProviderByIdentifier", IdpIdentifier=identifier)
        text = f"Identity provider identifier {identifier} does not exist."
        assert refused == ("ResourceNotFoundException", text)


def test_an_identifier_is_of_one_provider(pool: Pool) -> None:
    """Another one with it is not made, and one that asks for it does not change."""
    pool.made(IdpIdentifiers=["a"])
    other = pool.made("Other")
    refusal = (INVALID, "The identifier a belongs to another identity provider.")

    third = pool.request("Third", IdpIdentifiers=["b", "a"])
    assert pool.refused("CreateIdentityProvider", **third) == refusal
    refused = pool.refused("UpdateIdentityProvider", ProviderName="Other", IdpIdentifiers=["a"])

    assert refused == refusal
    assert pool.shown("Other") == other
    unknown = pool.refused("DescribeIdentityProvider", ProviderName="Third")
    assert unknown == ("ResourceNotFoundException", "Identity provider Third does not exist.")
    assert pool.refused("GetIdentityProviderByIdentifier", IdpIdentifier="b")[0] != INVALID


def test_a_name_is_of_one_provider(pool: Pool) -> None:
    """A second one of the name is refused, and the first stays."""
    made = pool.made()

    refused = pool.refused("CreateIdentityProvider", **pool.request(of_type="SAML"))

    assert refused == ("DuplicateProviderException", "Provider Corp already exists.")
    assert pool.shown() == made


@pytest.mark.parametrize(
    ("name", "of_type", "text"),
    [
        ("COGNITO", "OIDC", "COGNITO is a reserved provider name."),
        ("Cognito", "SAML", "Cognito is a reserved provider name."),
        ("Google", "OIDC", "Provider Google cannot be of type OIDC."),
        ("Google", "Facebook", "Provider Google cannot be of type Facebook."),
        ("MyGoogle", "Google", "Provider MyGoogle cannot be of type Google."),
    ],
)
def test_a_name_stands_for_nothing_else(pool: Pool, name: str, of_type: str, text: str) -> None:
    """Neither for the pool itself nor for a service of another type."""
    refused = pool.refused("CreateIdentityProvider", **pool.request(name, of_type))

    assert refused == (INVALID, text)


def test_a_deleted_provider_is_gone(pool: Pool) -> None:
    """From itself, its identifiers and the clients that named it; name and identifier are free."""
    pool.made(IdpIdentifiers=["a"])
    pool.made("Other")
    names = {"SupportedIdentityProviders": ["COGNITO", "Corp", "Other"]}
    client = pool.admin.new_client(pool.id, **names)

    pool("DeleteIdentityProvider", ProviderName="Corp")

    left = pool.admin.client(pool.id, client["ClientId"])["SupportedIdentityProviders"]
    assert left == ["COGNITO", "Other"]
    for operation in ("Describe", "Update", "Delete"):
        refused = pool.refused(f"{operation}IdentityProvider", ProviderName="Corp")
        text = "Identity provider Corp does not exist."
        assert refused == ("ResourceNotFoundException", text)
    assert pool.made(IdpIdentifiers=["a"])["IdpIdentifiers"] == ["a"]


def test_a_client_names_providers_that_are_there(pool: Pool) -> None:
    """Another is refused, when it is made and when it is changed."""
    pool.made()
    client = pool.admin.new_client(pool.id, SupportedIdentityProviders=["Corp"])
    text = f"The provider Google does not exist for User Pool {pool.id}."
    names = {"SupportedIdentityProviders": ["Corp", "Google"]}

    refused = [
        pool.refused("CreateUserPoolClient", ClientName="app", **names),
        pool.refused("UpdateUserPoolClient", ClientId=client["ClientId"], **names),
    ]

    assert refused == [(INVALID, text)] * 2


def test_providers_are_listed_in_pages(pool: Pool) -> None:
    """By name, each once and in short, without a secret."""
    for name in ("Corp", "Agency", "Bank"):
        pool.made(name)

    first = pool("ListIdentityProviders", MaxResults=2)
    second = pool("ListIdentityProviders", MaxResults=2, NextToken=first["NextToken"])

    listed = [*first["Providers"], *second["Providers"]]
    assert [each["ProviderName"] for each in listed] == ["Agency", "Bank", "Corp"]
    short = {"ProviderName", "ProviderType", "CreationDate", "LastModifiedDate"}
    assert all(set(each) == short for each in listed)
    assert "NextToken" not in second
    assert Pool(pool.admin)("ListIdentityProviders") == {"Providers": []}


def test_a_pool_has_three_hundred_providers(pool: Pool) -> None:
    """One more is refused, and not kept."""
    for number in range(300):
        pool.made(f"Corp{number}")

    refused = pool.refused("CreateIdentityProvider", **pool.request("Last"))

    text = "A user pool can have at most 300 identity providers."
    assert refused == ("LimitExceededException", text)
    assert pool.refused("DescribeIdentityProvider", ProviderName="Last")[0] != INVALID


def _without(name: str, details: dict[str, str] = OIDC) -> dict[str, str]:
    return {key: value for key, value in details.items() if key != name}


@pytest.mark.parametrize(
    ("of_type", "details", "text"),
    [
        *(
            ("OIDC", _without(name), f"ProviderDetails must contain {name} for OIDC.")
            for name in OIDC
        ),
        ("OIDC", {**OIDC, "colour": "red"}, "ProviderDetails cannot contain colour for OIDC."),
        (
            "OIDC",
            {**OIDC, "authorize_scopes": "email"},
            "authorize_scopes must contain openid for OIDC.",
        ),
        (
            "OIDC",
            {**OIDC, "attributes_request_method": "PUT"},
            "PUT is not a valid value of attributes_request_method.",
        ),
        (
            "OIDC",
            {**OIDC, "oidc_issuer": "http://login.example.com"},
            "http://login.example.com is not a valid value of oidc_issuer.",
        ),
        (
            "OIDC",
            {**OIDC, "token_url": "javascript:alert(1)"},
            "javascript:alert(1) is not a valid value of token_url.",
        ),
        (
            "OIDC",
            {**OIDC, "oidc_issuer": "https://login.example.com/"},
            "https://login.example.com/ is not a valid value of oidc_issuer.",
        ),
        (
            "SAML",
            {},
            "ProviderDetails must contain either MetadataURL or MetadataFile for SAML.",
        ),
        (
            "SAML",
            {"MetadataURL": "https://idp.example.com", "MetadataFile": METADATA},
            "ProviderDetails must contain either MetadataURL or MetadataFile for SAML.",
        ),
        (
            "SAML",
            {"MetadataURL": "https://idp.example.com", "IDPInit": "yes"},
            "yes is not a valid value of IDPInit.",
        ),
    ],
)
def test_details_are_those_of_the_type(
    pool: Pool, of_type: str, details: dict[str, str], text: str
) -> None:
    """What is missing, unknown or wrong is refused, and changes nothing of what is there."""
    request = pool.request(of_type=of_type, ProviderDetails=details)
    assert pool.refused("CreateIdentityProvider", **request) == (INVALID, text)
    made = pool.made("There", of_type)

    refused = pool.refused("UpdateIdentityProvider", ProviderName="There", ProviderDetails=details)

    assert refused == (INVALID, text)
    assert pool.shown("There") == made


@pytest.mark.parametrize(
    ("of_type", "member", "value", "told"),
    [
        ("Facebook", "api_version", "v20.0/../elsewhere", "v20.0/../elsewhere"),
        ("Facebook", "authorize_scopes", "public_profile,user_birthday", "user_birthday"),
        ("Google", "authorize_scopes", "email drive", "drive"),
        ("LoginWithAmazon", "authorize_scopes", "email", "email"),
        ("SignInWithApple", "authorize_scopes", "openid", "openid"),
    ],
)
def test_a_service_is_asked_for_what_it_has(
    pool: Pool, of_type: str, member: str, value: str, told: str
) -> None:
    """Its version is one, and its scopes are those that the service model lists."""
    details = {**GIVEN[of_type], member: value}
    request = pool.request(of_type, of_type, ProviderDetails=details)

    refused = pool.refused("CreateIdentityProvider", **request)

    assert refused == (INVALID, f"{told} is not a valid value of {member}.")


_AS_SERVICE = (
    '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
    '<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
    ' Location="https://app.example.com/slo"/></md:SPSSODescriptor>'
)


@pytest.mark.parametrize(
    "document",
    [
        METADATA,
        METADATA.replace("<md:IDPSSO", f"{_AS_SERVICE}<md:IDPSSO"),
        *(
            f'<?xml version="1.0" encoding="{name}"?>{METADATA}'
            for name in ("utf-16", "shift_jis", "x-nothing")
        ),
    ],
    ids=["alone", "of a service as well", "utf-16", "shift_jis", "x-nothing"],
)
def test_a_metadata_file_says_where_browsers_go(pool: Pool, document: str) -> None:
    """The provider's own addresses of the redirect binding are shown beside it.

    It is text by now, whatever bytes it once was.
    """
    made = pool.made(of_type="SAML", ProviderDetails={"MetadataFile": document})

    assert made["ProviderDetails"] == {
        "MetadataFile": document,
        "SLORedirectBindingURI": "https://idp.example.com/slo",
        "SSORedirectBindingURI": SSO,
    }


_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + METADATA.replace('entityID="corp"', 'entityID="&b;"')
)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no document",
        METADATA[:-10],
        '<EntityDescriptor entityID="corp"/>',
        METADATA.replace("IDPSSODescriptor", "SPSSODescriptor"),
        "<!DOCTYPE html>" + METADATA,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + METADATA,
        _BOMB,
        METADATA.replace("</md:IDPSSO", "<a>" * 100 + "</a>" * 100 + "</md:IDPSSO"),
    ],
)
def test_what_is_no_metadata_is_refused(pool: Pool, document: str) -> None:
    """Other documents, and those that would have entities expanded."""
    request = pool.request(of_type="SAML", ProviderDetails={"MetadataFile": document})

    refused = pool.refused("CreateIdentityProvider", **request)

    assert refused == (INVALID, "The SAML metadata is not valid.")


def test_metadata_send_browsers_to_the_web(pool: Pool) -> None:
    """An address that a browser would run is refused."""
    document = METADATA.replace(SSO, "javascript:alert(1)")
    request = pool.request(of_type="SAML", ProviderDetails={"MetadataFile": document})

    assert pool.refused("CreateIdentityProvider", **request)[0] == INVALID


@pytest.mark.parametrize("name", ["custom:role", "colour", "sub", "identities"])
def test_only_attributes_of_the_pool_are_mapped(pool: Pool, name: str) -> None:
    """What the schema does not have, and what nobody may write, is refused."""
    request = pool.request(AttributeMapping={name: "claim"})

    refused = pool.refused("CreateIdentityProvider", **request)

    assert refused == (INVALID, f"Attribute {name} cannot be mapped.")


def test_levels_are_mapped_for_openid_connect_alone(pool: Pool) -> None:
    """No other provider knows ACR values."""
    request = pool.request(of_type="SAML", AcrMapping={"Level1": "low"})

    refused = pool.refused("CreateIdentityProvider", **request)

    assert refused == (INVALID, "AcrMapping is supported for OIDC providers only.")
