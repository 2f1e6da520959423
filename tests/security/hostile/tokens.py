"""Attacks by tokens, Sessions and SRP."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.security.hostile.scene import Scene, attack
from tests.support.raw import Answer
from tests.support.srp_client import PRIME
from tests.support.tenant import PASSWORD

TEMPORARY = "Temp0rary!word"


@attack("H48")
def identity_token(scene: Scene) -> Iterator[Answer]:
    """An ID token in the place of an access token."""
    yield _get_user(scene, scene.tokens["IdToken"])


@attack("H49")
def key_of_another_pool(scene: Scene) -> Iterator[Answer]:
    """The token of another pool under the key id of this one."""
    ours = scene.tokens["AccessToken"]
    theirs = scene.foreign.sign_in(scene.foreign.user())["AccessToken"]
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    header = {**jwt.get_unverified_header(ours), "typ": None}
    for token in (ours, theirs):
        claims = jwt.decode(token, options={"verify_signature": False})
        yield _get_user(scene, jwt.encode(claims, key, "RS256", headers=header))
    head, _, _ = ours.split(".")
    _, claims_text, signature = theirs.split(".")
    yield _get_user(scene, f"{head}.{claims_text}.{signature}")
    # Signed by the other pool, but said to be issued by this one.
    moved = {"iss": scene.tenant.issuer}
    yield _get_user(scene, scene.mint.changed(ours, moved | {"token_use": "id"}, "id"))


@attack("H50")
def without_scope(scene: Scene) -> Iterator[Answer]:
    """An access token without the scope of self-service."""
    yield _get_user(scene, scene.mint.changed(scene.tokens["AccessToken"], {"scope": "openid"}))


@attack("H53")
def without_end(scene: Scene) -> Iterator[Answer]:
    """An access token that expires at a text, or never."""
    ours = scene.tokens["AccessToken"]
    control = _get_user(scene, scene.mint.changed(ours, {}))
    assert control.status == 200, "the mint makes tokens that open, where their claims are good"
    for end in ("99999999999", None, True, 1e12, [99999999999]):
        yield _get_user(scene, scene.mint.changed(ours, {"exp": end}))


@attack("H54")
def endless(scene: Scene) -> Iterator[Answer]:
    """A token of five megabytes, and one just within the limit of a body."""
    for length in (5_000_000, 1_000_000, 16_385):
        body = json.dumps({"AccessToken": "A" * length}).encode()
        yield scene.send("GetUser", body)


@attack("H55")
def rotated_out(scene: Scene) -> Iterator[Answer]:
    """A refresh token that was rotated out; then no token of its sign-in works any more."""
    client = scene.tenant.with_rotation(grace_s=0)
    stolen = client.sign_in(scene.alice)
    newest = client.get_tokens(stolen["RefreshToken"])
    for token in (stolen["RefreshToken"], newest["RefreshToken"], stolen["RefreshToken"]):
        body = {"RefreshToken": token, "ClientId": client.client_id}
        yield scene.call("GetTokensFromRefreshToken", body)
    yield _get_user(scene, newest["AccessToken"])


@attack("H57")
def session_of_another(scene: Scene) -> Iterator[Answer]:
    """The Session of one user answered for another."""
    guests = [scene.tenant.invite(temporary=TEMPORARY) for _ in range(2)]
    session = scene.asked(guests[0], TEMPORARY)
    yield scene.answer(session, USERNAME=guests[1], NEW_PASSWORD=PASSWORD)
    assert scene.asked(guests[1], TEMPORARY), "his temporary password still is what it was"


@attack("H62")
def srp_n(scene: Scene) -> Iterator[Answer]:
    """SRP_A is N, which is 0."""
    for number in (PRIME, 2 * PRIME, PRIME - 1, PRIME + 1, 1):
        yield from _begin(scene, f"{number:x}")


@attack("H64")
def srp_zero(scene: Scene) -> Iterator[Answer]:
    """SRP_A is 00."""
    for text in ("00", "0", "0" * 768):
        yield from _begin(scene, text)


@attack("H65")
def srp_negative(scene: Scene) -> Iterator[Answer]:
    """SRP_A is negative."""
    yield from _begin(scene, "-1")


@attack("H66")
def srp_decorated(scene: Scene) -> Iterator[Answer]:
    """SRP_A with a prefix and an underscore, which int() reads."""
    for text in ("0x1f_ff", " 1fff", "1fff\n", "\uff11\uff12", ""):
        yield from _begin(scene, text)


def _begin(scene: Scene, srp_a: str) -> Iterator[Answer]:
    client = scene.tenant.with_client(PreventUserExistenceErrors="ENABLED")
    for name in (scene.alice, "nobody"):
        yield scene.call(
            "InitiateAuth",
            {
                "ClientId": client.client_id,
                "AuthFlow": "USER_SRP_AUTH",
                "AuthParameters": {"USERNAME": name, "SRP_A": srp_a},
            },
        )


def _get_user(scene: Scene, token: str) -> Answer:
    return scene.call("GetUser", {"AccessToken": token})
