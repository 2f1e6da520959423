"""Landing page and outbox as a person sees them, in a real browser against a real server."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visit, chromium
from tests.support.server import DEMO_CLIENT, Server

pytestmark = pytest.mark.e2e
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A development server."""
    with Server("memory:", directory=tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """A fresh visit to an empty outbox; a page must complain of nothing."""
    httpx2.delete(f"{server.url}/_dev/outbox")
    visit = Visit(browser)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    yield visit
    visit.context.close()
    assert visit.complaints == []


def sign_up(server: Server, address: str) -> None:
    """Sign somebody up, which sends a code."""
    server.boto3().sign_up(
        ClientId=DEMO_CLIENT,
        Username=address,
        Password="Passw0rd!",
        UserAttributes=[{"Name": "email", "Value": address}],
    )


def as_curl(command: str) -> httpx2.Response:
    """Do what a line of `curl` does, also where neither curl nor a shell is installed."""
    line = argparse.ArgumentParser()
    line.add_argument("curl", choices=["curl"])
    line.add_argument("url")
    line.add_argument("-s", action="store_true")
    line.add_argument("-H", action="append", type=lambda header: header.split(": ", 1))
    line.add_argument("-d")
    given = line.parse_args(shlex.split(command.replace("\\\n", " ")))
    return httpx2.post(given.url, content=given.d, headers=given.H)


def test_landing_leads_to_the_outbox(visit: Visit, server: Server) -> None:
    """The page at / is styled, names the version and links to the outbox."""
    visit.page.goto(server.url)

    expect(visit.page.get_by_role("heading", name="Cognate")).to_be_visible()
    expect(visit.page.get_by_text("development profile")).to_be_visible()
    assert visit.page.evaluate("getComputedStyle(document.querySelector('dl')).display") == "grid"
    visit.page.get_by_role("link", name="Outbox").click()
    expect(visit.page).to_have_title("Outbox · Cognate")


def test_an_empty_outbox_says_how_to_fill_it(visit: Visit, server: Server) -> None:
    """The command that the empty page shows works, and its message appears by itself."""
    visit.page.goto(f"{server.url}/outbox")
    expect(visit.page.get_by_text("Nothing sent yet")).to_be_visible()
    command = visit.page.locator("#command").inner_text()

    answer = as_curl(command)

    assert answer.json()["UserConfirmed"] is False
    expect(visit.page.get_by_text("to bob@example.com")).to_be_visible()
    expect(visit.page.get_by_text("Nothing sent yet")).to_be_hidden()


def test_messages_appear_live_newest_on_top(visit: Visit, server: Server) -> None:
    """A message shows up without reloading, above the earlier ones, with its code in large."""
    sign_up(server, "first@example.com")
    visit.page.goto(f"{server.url}/outbox")
    expect(visit.page.locator("article")).to_have_count(1)

    sign_up(server, "second@example.com")

    expect(visit.page.locator("article")).to_have_count(2)
    newest = visit.page.locator("article").first
    expect(newest).to_contain_text("second@example.com")
    expect(newest.get_by_role("heading")).to_have_text("Confirm sign-up")
    expect(newest.locator("output")).to_have_text(server.code("second@example.com"))


def test_the_code_is_copied_by_its_button(visit: Visit, server: Server) -> None:
    """One click puts the code on the clipboard and says so."""
    sign_up(server, "copy@example.com")
    visit.page.goto(f"{server.url}/outbox")

    visit.page.get_by_role("button", name="Copy code").click()

    expect(visit.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == server.code("copy@example.com")


def test_preview_and_raw_are_two_views(visit: Visit, server: Server) -> None:
    """The preview renders the mail, the other tab shows its source."""
    sign_up(server, "views@example.com")
    code = server.code("views@example.com")
    visit.page.goto(f"{server.url}/outbox")
    expect(visit.page.frame_locator("iframe").locator("body")).to_contain_text(code)

    visit.page.get_by_role("tab", name="Raw").click()

    expect(visit.page.locator("article pre")).to_contain_text(
        re.compile(f"Subject: .*{code}", re.DOTALL)
    )
    expect(visit.page.locator("iframe")).to_be_hidden()


def test_the_filter_hides_what_does_not_match(visit: Visit, server: Server) -> None:
    """Typing a part of a recipient leaves the messages to him."""
    sign_up(server, "ada@example.com")
    sign_up(server, "bea@example.com")
    visit.page.goto(f"{server.url}/outbox")

    visit.page.get_by_role("searchbox").fill("ADA@")

    expect(visit.page.get_by_text("to ada@example.com")).to_be_visible()
    expect(visit.page.get_by_text("to bea@example.com")).to_be_hidden()


def test_a_long_address_does_not_widen_a_small_screen(visit: Visit, server: Server) -> None:
    """On a telephone nothing is wider than the screen, however long the words are."""
    sign_up(server, f"{'long' * 15}@{'domain' * 8}.example.com")
    visit.page.set_viewport_size({"width": 320, "height": 640})

    visit.page.goto(f"{server.url}/outbox")

    expect(visit.page.locator("article")).to_be_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 320


def test_clear_empties_the_outbox(visit: Visit, server: Server) -> None:
    """After the button the page and the outbox are empty."""
    sign_up(server, "gone@example.com")
    visit.page.goto(f"{server.url}/outbox")
    expect(visit.page.locator("article")).to_have_count(1)

    visit.page.get_by_role("button", name="Clear").click()

    expect(visit.page.get_by_text("Nothing sent yet")).to_be_visible()
    assert server.outbox("gone@example.com") == []


def test_a_hostile_message_runs_nothing(visit: Visit, server: Server) -> None:
    """Markup in a message is shown in its frame and executes nowhere (SEC-60)."""
    cognito = server.boto3()
    pool = cognito.create_user_pool(
        PoolName="hostile",
        AutoVerifiedAttributes=["email"],
        EmailVerificationMessage=f"<script>parent.hacked=1</script>{HOSTILE} {{####}}",
        EmailVerificationSubject="Hostile",
    )["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="c")["UserPoolClient"]
    cognito.sign_up(
        ClientId=client["ClientId"],
        Username="mallory<b>",
        Password="Passw0rd!",
        UserAttributes=[{"Name": "email", "Value": "mallory@example.com"}],
    )
    visit.page.goto(f"{server.url}/outbox")

    expect(visit.page.get_by_text("User mallory<b> of")).to_be_visible()
    expect(visit.page.frame_locator("iframe").locator("img")).to_have_count(1)
    visit.page.wait_for_timeout(300)

    assert visit.page.evaluate("window.hacked") is None
    refused = [text for text in visit.complaints if "script" in text.lower() or "image" in text]
    assert refused == visit.complaints
    visit.complaints.clear()
