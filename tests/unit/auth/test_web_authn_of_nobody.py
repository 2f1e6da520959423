"""WEB_AUTHN of those who have no passkey: half of them are asked for one, and none gets in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.security.passkey_verifier import LazyPasskeyVerifier
from domain import services as domain_services
from domain.errors import NotAuthorizedException
from domain.model.passkey import Passkey
from domain.model.user import User
from domain.ports.webauthn import Ceremony, PasskeyProof
from tests.support.authenticator import (
    Authenticator,
    from_text,
)
from tests.support.passkeys import (
    RP_ID,
    by_passkey,
    give_passkey,
    open_to_passkeys,
    options_of,
    refuses,
)
from tests.support.sign_in import Client, asked


def names_asked(client: Client) -> list[str]:
    """Names of nobody that are asked for a passkey."""
    names = [f"nobody{number}" for number in range(40)]
    return [
        name for name in names if asked(client.choose("WEB_AUTHN", name)).challenge == "WEB_AUTHN"
    ]


def test_every_second_name_of_nobody_is_asked_for_a_passkey(opened: Client) -> None:
    """Some are and some are not, the same each time, so that neither tells who exists."""
    asked_of = names_asked(opened)

    assert 8 <= len(asked_of) <= 32
    assert names_asked(opened) == asked_of


def test_the_passkey_of_nobody_looks_like_one(opened: Client, ann: User) -> None:
    """Stable for a name, another for another, and as long as that of a usual user."""
    give_passkey(opened, ann)
    first, second = names_asked(opened)[:2]

    nobodys, hers = options_of(opened, first), options_of(opened)

    assert len(json.dumps(nobodys)) == len(json.dumps(hers))
    assert nobodys.keys() == hers.keys()
    assert nobodys["allowCredentials"] == options_of(opened, first)["allowCredentials"]
    assert nobodys["allowCredentials"] != options_of(opened, second)["allowCredentials"]


def test_the_passkey_of_nobody_opens_nothing(opened: Client) -> None:
    """Its answer is refused in the usual words."""
    name = names_asked(opened)[0]
    pretender = Authenticator(rp_id=RP_ID)
    pretender.id = from_text(options_of(opened, name)["allowCredentials"][0]["id"])

    refuses(lambda: by_passkey(opened, pretender, username=name))


class Believer(LazyPasskeyVerifier):
    """A verifier that believes every answer."""

    def prove(
        self, ceremony: Ceremony, credential: str, allowed: Sequence[Passkey]
    ) -> PasskeyProof:
        return PasskeyProof(passkey=allowed[0], sign_count=1, backed_up=True, user_verified=True)


def test_a_right_answer_of_nobody_opens_nothing_either(opened: Client) -> None:
    """Did somebody have the private half of that key, he would still be nobody."""
    name, world = names_asked(opened)[0], opened.world
    world.ports = replace(world.ports, passkeys=Believer())
    world.services = domain_services.build(world.ports, world.deployment)

    with pytest.raises(NotAuthorizedException) as refused:
        by_passkey(opened, Authenticator(rp_id=RP_ID), username=name)

    assert refused.value.detail == "the passkey is nobody's"


def test_without_a_relying_party_nobody_is_asked(client: Client) -> None:
    """Not even those who do not exist: no real user could be."""
    open_to_passkeys(client, id=None)

    assert names_asked(client) == []
