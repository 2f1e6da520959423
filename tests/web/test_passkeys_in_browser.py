"""Passkeys in a real browser: a page of another origin, and Chromium's virtual authenticator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, CDPSession
from playwright.sync_api import Error as PageError

from tests.support.browser import Visit, chromium
from tests.support.deployments import Deployment
from tests.support.served_passkeys import passkey_tenant
from tests.support.server import Server
from tests.support.static_page import static_page
from tests.support.tenant import Tenant

pytestmark = pytest.mark.e2e
PAGE = Path(__file__).parent / "passkeys.html"
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ROAMING = {**PLATFORM, "transport": "usb"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A development server."""
    with Server("memory:", directory=tmp_path_factory.mktemp("passkeys")) as running:
        yield Deployment(name="memory", url=running.url, storage_url="memory:", servers=(running,))


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool whose relying party is localhost."""
    return passkey_tenant(deployment, "localhost")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the application's page is."""
    with static_page(PAGE) as port:
        yield port


class Application:
    """The application's page in a browser that has no authenticator yet."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.visit = Visit(browser)
        self.visit.page.goto(origin)
        self._session: CDPSession = self.visit.context.new_cdp_session(self.visit.page)
        self._session.send("WebAuthn.enable")

    def send(self, method: str, **members: object) -> dict[str, Any]:
        """Tell the browser something about its authenticators."""
        answer: dict[str, Any] = self._session.send(f"WebAuthn.{method}", {**members})
        return answer

    def plug_in(self, options: Mapping[str, object]) -> str:
        """Give the browser an authenticator."""
        return str(self.send("addVirtualAuthenticator", options={**options})["authenticatorId"])

    def register(self, tenant: Tenant, access_token: str) -> str:
        """Let the page register a passkey."""
        made = self.visit.page.evaluate(
            "([endpoint, token]) => register(endpoint, token)", [tenant.url, access_token]
        )
        return str(made)

    def sign_in(self, tenant: Tenant, username: str) -> dict[str, Any]:
        """Let the page sign in by a passkey."""
        tokens: dict[str, Any] = self.visit.page.evaluate(
            "([endpoint, client, name]) => signIn(endpoint, client, name)",
            [tenant.url, tenant.client_id, username],
        )
        return tokens


@pytest.fixture
def application(browser: Browser, port: int) -> Iterator[Application]:
    """The page on localhost, at another port than the API."""
    application = Application(browser, f"http://localhost:{port}")
    yield application
    application.visit.context.close()


def listed(tenant: Tenant, access_token: str) -> dict[str, Any]:
    """The one passkey of a user."""
    (passkey,) = tenant.api.list_web_authn_credentials(AccessToken=access_token)["Credentials"]
    return {**passkey}


@pytest.mark.parametrize(
    ("options", "attachment", "name", "method"),
    [
        (PLATFORM, "platform", "Passkey", "swk"),
        (ROAMING, "cross-platform", "Roaming passkey", "hwk"),
    ],
    ids=["platform", "roaming"],
)
def test_a_page_registers_a_passkey_and_signs_in(
    application: Application,
    tenant: Tenant,
    options: Mapping[str, object],
    attachment: str,
    name: str,
    method: str,
) -> None:
    """Twice, with a counter that rises; nothing is complained of, CORS least of all."""
    user = tenant.user()
    token = tenant.sign_in(user)["AccessToken"]
    authenticator = application.plug_in(options)

    passkey_id = application.register(tenant, token)
    application.sign_in(tenant, user)
    tokens = application.sign_in(tenant, user)

    (stored,) = application.send("getCredentials", authenticatorId=authenticator)["credentials"]
    assert stored["signCount"] == 3

    assert application.visit.complaints == []
    passkey = listed(tenant, token)
    assert passkey["CredentialId"] == passkey_id
    assert (passkey["AuthenticatorAttachment"], passkey["FriendlyCredentialName"]) == (
        attachment,
        name,
    )
    assert passkey["RelyingPartyId"] == "localhost"
    assert passkey["AuthenticatorTransports"] == [options["transport"]]
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert (claims["cognito:username"], claims["amr"]) == (user, [method])


def test_the_authenticator_keeps_whose_it_is(application: Application, tenant: Tenant) -> None:
    """User handle and names are those that the options named."""
    user = tenant.user()
    token = tenant.sign_in(user)["AccessToken"]
    authenticator = application.plug_in(PLATFORM)

    application.register(tenant, token)

    (stored,) = application.send("getCredentials", authenticatorId=authenticator)["credentials"]
    assert (stored["rpId"], stored["userName"], stored["userDisplayName"]) == (
        "localhost",
        user,
        user,
    )
    assert stored["isResidentCredential"] is True


def test_an_authenticator_makes_one_passkey_for_a_user(
    application: Application, tenant: Tenant
) -> None:
    """It finds its own in excludeCredentials, and the browser says InvalidStateError."""
    token = tenant.sign_in(tenant.user())["AccessToken"]
    application.plug_in(PLATFORM)
    application.register(tenant, token)

    with pytest.raises(PageError, match="InvalidStateError"):
        application.register(tenant, token)

    assert listed(tenant, token)


def test_a_copy_that_is_behind_is_found_out(application: Application, tenant: Tenant) -> None:
    """An authenticator put back to an earlier state counts too low."""
    user = tenant.user()
    authenticator = application.plug_in(PLATFORM)
    application.register(tenant, tenant.sign_in(user)["AccessToken"])
    application.sign_in(tenant, user)
    (stored,) = application.send("getCredentials", authenticatorId=authenticator)["credentials"]
    application.send("removeVirtualAuthenticator", authenticatorId=authenticator)

    copy = application.plug_in(PLATFORM)
    application.send("addCredential", authenticatorId=copy, credential={**stored, "signCount": 1})

    with pytest.raises(PageError, match="Incorrect username or password"):
        application.sign_in(tenant, user)


def test_a_user_who_is_not_verified_registers_nothing_where_it_is_required(
    application: Application, deployment: Deployment
) -> None:
    """The browser refuses by itself: what was asked of it says "required"."""
    strict = passkey_tenant(deployment, "localhost", UserVerification="required")
    token = strict.sign_in(strict.user())["AccessToken"]
    authenticator = application.plug_in(PLATFORM)
    application.send("setUserVerified", authenticatorId=authenticator, isUserVerified=False)

    with pytest.raises(PageError, match="NotAllowedError"):
        application.register(strict, token)

    application.send("setUserVerified", authenticatorId=authenticator, isUserVerified=True)
    assert application.register(strict, token)


def test_a_page_below_localhost_has_a_relying_party_of_its_own(
    browser: Browser, deployment: Deployment, port: int
) -> None:
    """As the domains of pools will: the id is the host of the page."""
    tenant = passkey_tenant(deployment, "people.localhost")
    user = tenant.user()
    application = Application(browser, f"http://people.localhost:{port}")
    application.plug_in(PLATFORM)

    application.register(tenant, tenant.sign_in(user)["AccessToken"])

    assert application.sign_in(tenant, user)["AccessToken"]
    assert application.visit.complaints == []
    application.visit.context.close()


def test_a_page_of_another_relying_party_gets_no_passkey(
    application: Application, deployment: Deployment
) -> None:
    """The browser refuses to make one for a domain that is not the page's."""
    elsewhere = passkey_tenant(deployment, "example.com")
    application.plug_in(PLATFORM)

    with pytest.raises(PageError, match="SecurityError"):
        application.register(elsewhere, elsewhere.sign_in(elsewhere.user())["AccessToken"])
