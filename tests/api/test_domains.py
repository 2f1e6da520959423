"""The four operations on domains, as the wire has them, and pools that have some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, administration
from tests.api.stage import Members

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/sample"
OTHER_ARN = "arn:aws:acm:us-east-1:123456789012:certificate/other"
FAILOVER = {"SecondaryRegion": "us-west-2", "PrimaryRoute53HealthCheckId": "check-1"}
ROUTING = {"Failover": FAILOVER}
BY_CERTIFICATE = {"CustomDomainConfig": {"CertificateArn": ARN}}
NO_DOMAIN = ("InvalidParameterException", "No such domain or user pool exists.")
TAKEN = ("InvalidParameterException", "Domain already associated with another user pool.")
HAS_ONE = ("InvalidParameterException", "User pool already has a domain configured.")
NO_SUBDOMAIN = (
    "InvalidParameterException",
    (
        "Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the"
        " parent domain or domain parent is a top-level domain."
    ),
)


class Pool:
    """A pool in which operations are called."""

    def __init__(self, admin: Administrator, **members: Any) -> None:  # noqa: ANN401 - any member
        self.admin = admin
        self.id = admin.new_pool(**members)["Id"]

    def __call__(self, operation: str, name: str, **request: Any) -> Members:  # noqa: ANN401 - any member
        return self.admin(operation, UserPoolId=self.id, Domain=name, **request)

    def refused(self, operation: str, name: str, **request: Any) -> tuple[str, str]:  # noqa: ANN401 - any member
        return self.admin.refused(operation, UserPoolId=self.id, Domain=name, **request)

    def shown(self, name: str) -> Members:
        """Describe a domain, of whichever pool."""
        shown: Members = self.admin("DescribeUserPoolDomain", Domain=name)["DomainDescription"]
        return shown

    def names(self) -> Members:
        """What the pool says of its domains."""
        pool = self.admin.pool(self.id)
        return {name: pool[name] for name in ("Domain", "CustomDomain") if name in pool}


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Iterator[Pool]:
    """A pool of its own for each test, whose domains do not outlive it."""
    pool = Pool(service)
    yield pool
    for name in pool.names().values():
        pool("DeleteUserPoolDomain", name)


def test_a_prefix_domain_is_there_at_once(pool: Pool) -> None:
    """With every member that infrastructure tools wait for and read, and no other."""
    assert pool("CreateUserPoolDomain", "shop") == {"ManagedLoginVersion": 1}

    shown = pool.shown("shop")
    assert len(shown.pop("Version")) == 14
    assert shown == {
        "UserPoolId": pool.id,
        "AWSAccountId": "000000000000",
        "Domain": "shop",
        "S3Bucket": "none",
        "CloudFrontDistribution": "localhost",
        "Status": "ACTIVE",
        "ManagedLoginVersion": 1,
    }
    assert pool.names() == {"Domain": "shop"}


def test_a_custom_domain_is_shown_as_it_was_given(pool: Pool) -> None:
    """With its certificate and its route, and with the host that its name must lead to."""
    config = {"CertificateArn": ARN, "SecurityPolicy": "TLS_V1_2_2021"}
    made = pool(
        "CreateUserPoolDomain",
        "login.example.com",
        CustomDomainConfig=config,
        Routing=ROUTING,
        ManagedLoginVersion=2,
    )

    assert made == {
        "ManagedLoginVersion": 2,
        "CloudFrontDomain": "localhost",
        "Routing": ROUTING,
    }
    shown = pool.shown("login.example.com")
    assert (shown["CustomDomainConfig"], shown["Routing"]) == (config, ROUTING)
    assert shown["ManagedLoginVersion"] == 2
    assert pool.names() == {"CustomDomain": "login.example.com"}


def test_a_pool_has_one_domain_of_each_form(pool: Pool) -> None:
    """Both are shown; a second one of either form is refused."""
    pool("CreateUserPoolDomain", "shop")
    pool("CreateUserPoolDomain", "login.example.com", **BY_CERTIFICATE)

    assert pool.refused("CreateUserPoolDomain", "store") == HAS_ONE
    second = pool.refused("CreateUserPoolDomain", "sign.example.com", **BY_CERTIFICATE)

    assert second == HAS_ONE
    assert pool.names() == {"Domain": "shop", "CustomDomain": "login.example.com"}
    assert pool.shown("store") == {}


def test_a_name_belongs_to_one_pool_of_all(pool: Pool) -> None:
    """Neither another pool nor the same one gets it again, until it is given back."""
    other = Pool(pool.admin)
    pool("CreateUserPoolDomain", "shop")

    assert other.refused("CreateUserPoolDomain", "shop") == TAKEN
    assert pool.refused("CreateUserPoolDomain", "shop") == TAKEN
    assert pool.shown("shop")["UserPoolId"] == pool.id

    pool("DeleteUserPoolDomain", "shop")
    other("CreateUserPoolDomain", "shop")
    assert pool.shown("shop")["UserPoolId"] == other.id
    other("DeleteUserPoolDomain", "shop")


def test_what_is_not_given_stays(pool: Pool) -> None:
    """Each member changes alone, and the certificate with its security policy."""
    policy = {"CertificateArn": ARN, "SecurityPolicy": "TLS_V1_3_2025"}
    pool(
        "CreateUserPoolDomain",
        "login.example.com",
        CustomDomainConfig=policy,
        ManagedLoginVersion=2,
    )

    routed = pool("UpdateUserPoolDomain", "login.example.com", Routing=ROUTING)
    assert (routed["ManagedLoginVersion"], routed["Routing"]) == (2, ROUTING)
    assert pool.shown("login.example.com")["CustomDomainConfig"] == policy

    renewed = {"CertificateArn": OTHER_ARN}
    pool("UpdateUserPoolDomain", "login.example.com", CustomDomainConfig=renewed)
    changed = pool("UpdateUserPoolDomain", "login.example.com", ManagedLoginVersion=1)
    assert changed["ManagedLoginVersion"] == 1
    shown = pool.shown("login.example.com")
    assert (shown["CustomDomainConfig"], shown["Routing"]) == (renewed, ROUTING)


def test_a_prefix_domain_has_no_certificate(pool: Pool) -> None:
    """It never becomes a custom one, and has no route; it stays as it was."""
    pool("CreateUserPoolDomain", "shop")
    before = pool.shown("shop")

    certificate = pool.refused("UpdateUserPoolDomain", "shop", **BY_CERTIFICATE)
    route = pool.refused("UpdateUserPoolDomain", "shop", Routing=ROUTING)

    assert certificate == (
        "InvalidParameterException",
        "User pool should have a custom domain associated, failed to update the certificate.",
    )
    assert route[0] == "InvalidParameterException"
    assert pool.shown("shop") == before
    assert pool.refused("CreateUserPoolDomain", "other", Routing=ROUTING)[0] == route[0]


@pytest.mark.parametrize("operation", ["UpdateUserPoolDomain", "DeleteUserPoolDomain"])
def test_a_domain_that_is_not_the_pools_is_none(pool: Pool, operation: str) -> None:
    """Whether nobody has it or another pool."""
    other = Pool(pool.admin)
    other("CreateUserPoolDomain", "elsewhere")

    assert pool.refused(operation, "elsewhere") == NO_DOMAIN
    assert pool.refused(operation, "nowhere") == NO_DOMAIN

    assert pool.shown("elsewhere")["UserPoolId"] == other.id
    other("DeleteUserPoolDomain", "elsewhere")


def test_a_domain_that_is_gone_is_empty(pool: Pool) -> None:
    """That is how infrastructure tools see it."""
    pool("CreateUserPoolDomain", "shop")

    assert pool("DeleteUserPoolDomain", "shop") == {}

    assert pool.shown("shop") == {}
    assert pool.names() == {}


@pytest.mark.parametrize("version", [0, 3, -1])
def test_there_are_two_versions_of_the_pages(pool: Pool, version: int) -> None:
    """Any other number is refused, and changes nothing."""
    pool("CreateUserPoolDomain", "shop")

    refused = pool.refused("UpdateUserPoolDomain", "shop", ManagedLoginVersion=version)

    assert refused == ("InvalidParameterException", "ManagedLoginVersion must be 1 or 2.")
    assert pool.shown("shop")["ManagedLoginVersion"] == 1


def test_a_prefix_is_one_label(pool: Pool) -> None:
    """A name with dots needs a certificate."""
    kind, text = pool.refused("CreateUserPoolDomain", "login.example.com")

    assert kind == "InvalidParameterException"
    assert text.startswith("The domain name contains an invalid character.")


@pytest.mark.parametrize("word", ["aws", "amazon", "cognito"])
def test_some_words_are_reserved(pool: Pool, word: str) -> None:
    """A prefix has none of them anywhere in it; a custom domain may."""
    refused = pool.refused("CreateUserPoolDomain", f"my-{word}s")

    text = f"Domain cannot contain reserved word: {word}"
    assert refused == ("InvalidParameterException", text)
    pool("CreateUserPoolDomain", f"{word}.example.com", **BY_CERTIFICATE)


@pytest.mark.parametrize(
    "name", ["shop", "example.com", "a..example.com", "a.-b.example.com", "a.b-.com", "10.0.0.1"]
)
def test_a_custom_domain_lies_below_another(pool: Pool, name: str) -> None:
    """A label, a domain below the top, and an address are none."""
    assert pool.refused("CreateUserPoolDomain", name, **BY_CERTIFICATE) == NO_SUBDOMAIN


def test_managed_login_needs_a_plan_that_has_it(service: Administrator) -> None:
    """A pool of the plan LITE has the classic pages alone, and no plan is lowered under others."""
    lite = Pool(service, UserPoolTier="LITE")
    kind = "FeatureUnavailableInTierException"
    version = {"ManagedLoginVersion": 2}

    assert lite.refused("CreateUserPoolDomain", "classic", **version)[0] == kind
    lite("CreateUserPoolDomain", "classic")
    assert lite.refused("UpdateUserPoolDomain", "classic", **version)[0] == kind
    service("UpdateUserPool", UserPoolId=lite.id, UserPoolTier="ESSENTIALS")
    lite("UpdateUserPoolDomain", "classic", **version)

    lowered = service.refused("UpdateUserPool", UserPoolId=lite.id, UserPoolTier="LITE")

    assert lowered == (
        "TierChangeNotAllowedException",
        (
            "The following features need to be disabled for the LITE pricing tier configured:"
            " Managed login"
        ),
    )
    lite("UpdateUserPoolDomain", "classic", ManagedLoginVersion=1)
    service("UpdateUserPool", UserPoolId=lite.id, UserPoolTier="LITE")


def test_a_pool_with_a_domain_is_not_deleted(pool: Pool) -> None:
    """It stays with everything until its domain is gone."""
    other = Pool(pool.admin)
    other("CreateUserPoolDomain", "stays")

    refused = pool.admin.refused("DeleteUserPool", UserPoolId=other.id)

    assert refused == (
        "InvalidParameterException",
        "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    )
    assert other.names() == {"Domain": "stays"}
    other("DeleteUserPoolDomain", "stays")
    pool.admin("DeleteUserPool", UserPoolId=other.id)
