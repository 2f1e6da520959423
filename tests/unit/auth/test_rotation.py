"""GetTokensFromRefreshToken: refreshing with rotation and without (rulings 14 and 15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.errors import NotAuthorizedException
from domain.model.client import RefreshRotation, Validity
from domain.model.user import User
from domain.tokens.rotation import GRACES_MAX
from tests.support.rotation import (
    GRACE_S,
    is_over,
    is_reuse,
    revoke,
    rotating,
    set_rotation,
    signed_in,
)
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import World, claims_of


@pytest.fixture
def rotation(world: World) -> Client:
    """A client whose refresh tokens rotate, with a grace period of a minute."""
    return rotating(world)


def test_without_rotation_there_is_no_new_refresh_token(client: Client, ann: User) -> None:
    """The token goes on, and what it gives belongs to its sign-in."""
    given = tokens(client.by_password())
    assert given.refresh_token is not None
    client.world.clock.advance(s=5)

    for _ in range(2):
        got = client.get_tokens(given.refresh_token)

        assert got.refresh_token is None
        first, second = claims_of(given.access_token), claims_of(got.access_token)
        for same in ("sub", "origin_jti", "auth_time", "acr", "amr", "scope"):
            assert first[same] == second[same]
        assert first["jti"] != second["jti"]
        assert second["iat"] == first["iat"] + 5


def test_rotation_gives_a_new_refresh_token_at_each_use(rotation: Client) -> None:
    """Each is another, each works once, and all belong to one sign-in."""
    given = tokens(rotation.by_password())
    token, seen = given.refresh_token, set()
    for _ in range(5):
        assert token is not None
        seen.add(token)
        got = rotation.get_tokens(token)
        assert claims_of(got.id_token)["origin_jti"] == claims_of(given.id_token)["origin_jti"]
        assert claims_of(got.id_token)["amr"] == ["pwd"]
        token = got.refresh_token

    assert len(seen) == 5
    assert token not in seen


def test_a_repetition_makes_another_child_and_only_that_lives(rotation: Client) -> None:
    """Within the grace period the parent is taken again; the older child is refused, no more."""
    parent = signed_in(rotation)
    older = rotation.rotate(parent)
    rotation.world.clock.advance(s=GRACE_S, ms=-1)
    younger = rotation.rotate(parent)

    assert is_reuse(rotation, older)
    assert rotation.rotate(younger)


def test_an_older_child_after_the_grace_period_ends_the_family(rotation: Client) -> None:
    """While the parent's grace period runs it may be an honest client; afterwards it is not."""
    parent = signed_in(rotation)
    older, younger = rotation.rotate(parent), rotation.rotate(parent)
    rotation.world.clock.advance(s=GRACE_S)

    assert is_reuse(rotation, older)
    assert is_over(rotation, younger)


@pytest.mark.parametrize("generation", [0, 1, 2])
def test_a_token_after_its_grace_period_ends_the_family(rotation: Client, generation: int) -> None:
    """However old the token is, its family ends with all its tokens, and what ended stays so."""
    given = tokens(rotation.by_password())
    assert given.refresh_token is not None
    line = [given.refresh_token]
    for _ in range(3):
        line.append(rotation.rotate(line[-1]))
    rotation.world.clock.advance(s=GRACE_S)

    assert is_reuse(rotation, line[generation])

    assert all(is_over(rotation, token) for token in line)
    with pytest.raises(NotAuthorizedException) as refused:
        rotation.world.services.access.user_of(given.access_token)
    assert refusal(refused) == texts.ACCESS_TOKEN_REVOKED
    assert "refresh_token_reused" in [name for name, _ in rotation.world.reporter.events]


@pytest.mark.parametrize("grace_s", [None, 0])
def test_without_a_grace_period_a_token_works_once(world: World, grace_s: int | None) -> None:
    """The first repetition is a reuse, at the very moment too."""
    client = rotating(world, grace_s=grace_s)
    parent = signed_in(client)
    child = client.rotate(parent)

    assert is_reuse(client, parent)
    assert is_over(client, child)


def test_the_end_of_a_family_is_that_of_no_other(rotation: Client) -> None:
    """A reuse ends one sign-in of the user, not all of them."""
    stolen, other = signed_in(rotation), signed_in(rotation)
    rotation.rotate(stolen)
    rotation.world.clock.advance(s=GRACE_S)

    assert is_reuse(rotation, stolen)
    assert rotation.rotate(other)


def test_repetitions_do_not_prolong_the_grace_period(rotation: Client) -> None:
    """It began at the first use of the token."""
    parent = signed_in(rotation)
    for _ in range(3):
        rotation.rotate(parent)
        rotation.world.clock.advance(s=GRACE_S / 3)

    assert is_reuse(rotation, parent)


def test_a_grandparent_is_taken_within_its_own_grace_period(rotation: Client) -> None:
    """Every repetition in time makes the only living child, also beside a longer line."""
    first = signed_in(rotation)
    second = rotation.rotate(first)
    third = rotation.rotate(second)
    newest = rotation.rotate(first)

    assert is_reuse(rotation, third)
    assert rotation.rotate(newest)


def test_rotation_does_not_lengthen_the_sign_in(world: World) -> None:
    """The newest token expires when the one of the sign-in would have."""
    client = rotating(world)
    lifetime = Validity(value=1, unit="hours")
    with world.store.writing() as unit:
        unit.clients.save(replace(client.client, refresh_token=lifetime))
    token = signed_in(client)
    world.clock.advance(s=3_599)
    token = client.rotate(token)
    world.clock.advance(ms=999)
    token = client.rotate(token)
    world.clock.advance(ms=1)

    with pytest.raises(NotAuthorizedException) as refused:
        client.get_tokens(token)

    assert refusal(refused) == texts.REFRESH_TOKEN_EXPIRED


def test_only_so_many_grace_periods_run_at_once(rotation: Client) -> None:
    """A row does not grow without bound: of more than a few the oldest end early."""
    line = [signed_in(rotation)]
    for _ in range(GRACES_MAX + 1):
        line.append(rotation.rotate(line[-1]))

    line.append(rotation.rotate(line[1]))
    assert is_reuse(rotation, line[0])
    assert is_over(rotation, line[-1])


def test_tokens_from_before_rotation_go_on_and_rotate(client: Client, ann: User) -> None:
    """Switching rotation on signs nobody out."""
    token = signed_in(client)
    client.get_tokens(token)
    set_rotation(client, RefreshRotation(enabled=True, grace_period_s=0))

    child = client.rotate(token)

    assert client.rotate(child)
    assert is_reuse(client, token)


def test_the_newest_token_goes_on_when_rotation_is_switched_off(rotation: Client) -> None:
    """It serves both operations then, and what was rotated out before serves neither."""
    parent = signed_in(rotation)
    child = rotation.rotate(parent)
    set_rotation(rotation, None)

    assert rotation.get_tokens(child).refresh_token is None
    assert rotation.refresh(child).refresh_token is None
    rotation.world.clock.advance(s=GRACE_S)
    with pytest.raises(NotAuthorizedException) as refused:
        rotation.refresh(parent)

    assert refusal(refused) == texts.REFRESH_TOKEN_REVOKED
    assert is_over(rotation, child)


@pytest.mark.parametrize(("which", "ends"), [(0, True), (1, False), (2, False), (3, True)])
def test_revoking_the_first_or_newest_token_ends_the_family(
    rotation: Client, which: int, ends: bool
) -> None:
    """That of the sign-in or the newest; another one that was rotated out changes nothing."""
    line = [signed_in(rotation)]
    for _ in range(3):
        line.append(rotation.rotate(line[-1]))

    revoke(rotation, line[which])

    assert is_over(rotation, line[-1]) is ends
