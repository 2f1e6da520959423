"""Attacks by what a request says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from tests.security.hostile.scene import Scene, attack
from tests.support.raw import ROOT_KEY, Answer
from tests.support.tenant import NEW_PASSWORD, PASSWORD, attributes, unique

TEMPORARY = "Temp0rary!word"
FORGED_LINE = "x\r\n2026-01-01 audit event=SIGN_IN result=success user=root\x1b[2J"


@attack("H20")
def nul(scene: Scene) -> Iterator[Answer]:
    """NUL in an attribute, which PostgreSQL cannot hold and SQLite can."""
    yield scene.update(scene.alice, **{"custom:note": "a\0b"})
    yield scene.update_own(scene.tokens["AccessToken"], **{"custom:note": "a\0b"})
    yield scene.sign_up(UserAttributes=attributes({"custom:note": "a\0b"}))
    yield scene.sign_up(ClientMetadata={"a": "\0"}, Username="a\0b")


@attack("H21")
def blank_without_width(scene: Scene) -> Iterator[Answer]:
    """A blank without width in a user name."""
    yield scene.sign_up(Username="al\u200bice")


@attack("H22")
def turned_around(scene: Scene) -> Iterator[Answer]:
    """A user name that turns the direction of writing around."""
    yield scene.sign_up(Username="\u202eecila")


@attack("H24")
def folded_address(scene: Scene) -> Iterator[Answer]:
    """An address that folds to the victim's: no code may go to what the caller typed."""
    local = unique("mike")
    victim, typed = f"{local}@example.org", f"{local.replace('i', chr(0x131))}@example.org"
    scene.tenant.user(email=victim, email_verified="true")
    for client in (
        scene.tenant,
        scene.tenant.with_client(PreventUserExistenceErrors="ENABLED"),
    ):
        yield scene.call("ForgotPassword", {"ClientId": client.client_id, "Username": typed})
    assert not scene.tenant.messages(typed)
    assert not scene.tenant.messages(victim)


@attack("H26")
def long_password(scene: Scene) -> Iterator[Answer]:
    """A password of ten megabytes, and one of 257 characters: neither is hashed."""
    body = {"ClientId": scene.tenant.client_id, "Username": unique("bob")}
    yield scene.send("SignUp", scene.text({**body, "Password": "Aa1!" + "x" * 10_000_000}))
    yield scene.sign_up(Password="Aa1!" + "x" * 253)


@attack("H30")
def other_sub(scene: Scene) -> Iterator[Answer]:
    """Another `sub` for a user."""
    sub = "00000000-0000-0000-0000-000000000000"
    yield scene.update(scene.alice, sub=sub)
    yield scene.update_own(scene.tokens["AccessToken"], sub=sub)
    yield scene.sign_up(UserAttributes=attributes({"sub": sub}))
    guest = scene.tenant.invite(temporary=TEMPORARY)
    yield scene.answer(
        scene.asked(guest, TEMPORARY),
        **{"USERNAME": guest, "NEW_PASSWORD": PASSWORD, "userAttributes.sub": sub},
    )
    for name in (scene.alice, guest):
        shown = scene.tenant.api.admin_get_user(UserPoolId=scene.tenant.pool_id, Username=name)
        assert {"Name": "sub", "Value": sub} not in shown["UserAttributes"]


@attack("H31")
def developers_only(scene: Scene) -> Iterator[Answer]:
    """An attribute for developers only, written by a user."""
    yield scene.sign_up(UserAttributes=attributes({"dev:custom:x": "1"}))
    yield scene.update_own(scene.tokens["AccessToken"], **{"dev:custom:x": "1"})
    guest = scene.tenant.invite(temporary=TEMPORARY)
    yield scene.answer(
        scene.asked(guest, TEMPORARY),
        **{"USERNAME": guest, "NEW_PASSWORD": PASSWORD, "userAttributes.dev:custom:x": "1"},
    )


@attack("H32")
def address_of_another(scene: Scene) -> Iterator[Answer]:
    """The victim's address as an unverified attribute of the attacker's.

    The pool tells capitals apart, so that in capitals it is nobody's name: the attacker may have it
    then, but unproven, and no more is sent there than the code which only its owner reads.
    """
    address = f"{unique('victim')}@example.org"
    victim = scene.tenant.user(email=address, email_verified="true")
    mallory = scene.tenant.user(unique("mallory"), NEW_PASSWORD)
    token = scene.tenant.sign_in(mallory, NEW_PASSWORD)["AccessToken"]
    for spelling in (address, address.upper()):
        yield scene.update(mallory, email=spelling)
        yield scene.update_own(token, email=spelling)
    shown = scene.tenant.api.get_user(AccessToken=token)["UserAttributes"]
    assert {"Name": "email_verified", "Value": "false"} in shown
    tokens = scene.tenant.sign_in(address)
    assert scene.tenant.api.get_user(AccessToken=tokens["AccessToken"])["Username"] == victim
    scene.tenant.api.forgot_password(ClientId=scene.tenant.client_id, Username=address)
    recovery = scene.tenant.messages(address, "ForgotPassword")
    assert {message["username"] for message in recovery} == {victim}


@attack("H34")
def line_of_the_log(scene: Scene) -> Iterator[Answer]:
    """Line breaks in an attribute, to forge a line of the log."""
    before = len(scene.deployment.log())
    yield scene.update(scene.alice, name=FORGED_LINE)
    scene.call("InitiateAuth", {"ClientId": FORGED_LINE, "AuthFlow": FORGED_LINE})
    written = _lines(scene, before, 2)
    for line in written:
        assert isinstance(json.loads(line), dict)
        assert "result=success" not in line


@attack("H35")
def out_of_quotes(scene: Scene) -> Iterator[Answer]:
    """A filter that breaks out of its quotes: it is one long value, which nobody has."""
    for text in (
        r'username = "a\" or sub ^= \""',
        r'name ^= "%\' UNION SELECT * FROM users --"',
        r'email = "a\\\" or \"\"=\""',
    ):
        answer = scene.call("ListUsers", _listing(scene, text), sign=ROOT_KEY)
        assert answer.body == {"Users": []}
        yield answer


@attack("H36")
def custom_filter(scene: Scene) -> Iterator[Answer]:
    """A filter on a custom attribute, and on what is no attribute at all."""
    for name in ("custom:role", "custom:note", "dev:custom:x", "password_hash", "users.email"):
        yield scene.call("ListUsers", _listing(scene, f'{name} = "admin"'), sign=ROOT_KEY)


@attack("H38")
def page_of_another_pool(scene: Scene) -> Iterator[Answer]:
    """A page token of another pool."""
    for _ in range(2):
        scene.foreign.with_client()
    foreign = {"UserPoolId": scene.foreign.pool_id, "MaxResults": 1}
    token = scene.call("ListUserPoolClients", foreign, sign=ROOT_KEY).body["NextToken"]
    altered = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    here = {"UserPoolId": scene.tenant.pool_id, "MaxResults": 1}
    for each in (token, altered, "x"):
        yield scene.call("ListUserPoolClients", {**here, "NextToken": each}, sign=ROOT_KEY)
    yield scene.call("ListUserPools", {"MaxResults": 1, "NextToken": token}, sign=ROOT_KEY)
    for _ in range(2):
        scene.foreign.user()
    users = {"UserPoolId": scene.foreign.pool_id, "Limit": 1}
    page = scene.call("ListUsers", users, sign=ROOT_KEY).body["PaginationToken"]
    for each in (page, token):
        here = {"UserPoolId": scene.tenant.pool_id, "PaginationToken": each}
        yield scene.call("ListUsers", here, sign=ROOT_KEY)


@attack("H42")
def metadata_of_a_file(scene: Scene) -> Iterator[Answer]:
    """A provider whose metadata would be read from this machine."""
    provider = {
        "UserPoolId": scene.tenant.pool_id,
        "ProviderName": "corp",
        "ProviderType": "SAML",
    }
    for address in (
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://idp.example.com/metadata",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/xml,<EntityDescriptor/>",
        "http://169.254.169.254/latest/meta-data",
        "https://idp.example.com\\@127.0.0.1/metadata",
    ):
        details = {"MetadataURL": address}
        yield scene.call(
            "CreateIdentityProvider", {**provider, "ProviderDetails": details}, sign=ROOT_KEY
        )


def _listing(scene: Scene, text: str) -> dict[str, str]:
    """Return a request for the users whom a filter finds."""
    return {"UserPoolId": scene.tenant.pool_id, "Filter": text}


def _lines(scene: Scene, start: int, count: int) -> list[str]:
    """Return what was logged from `start` on, when it is `count` lines: they follow the answer."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        written = scene.deployment.log()[start:]
        if written.count("\n") >= count:
            return written.splitlines()
        time.sleep(0.02)
    raise AssertionError(f"fewer than {count} lines were logged")
