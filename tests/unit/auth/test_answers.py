"""Values of AuthParameters and ChallengeResponses that nobody can have."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain import texts
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.user import User, UserStatus
from domain.ports.triggers import TriggerEvent
from tests.support.accounts import Functions, refused, rows_of
from tests.support.sign_in import Client, asked
from tests.support.world import World

NEW = "Brand-new0ne"


class CountingFunctions(Functions):
    """Functions of a pool that answer nothing, however often they are asked."""

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self.events.append(event)
        return {}


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_password_beyond_the_model_is_not_even_compared(name: str) -> None:
    """No function is told of it, no guess is counted, and nobody learns who exists (SEC-14)."""
    functions = CountingFunctions(PreAuthentication={}, UserMigration={})
    world = World(triggers=functions)
    pool = world.add_pool(triggers=functions.arns)
    world.add_user(pool)
    client = Client(world, world.add_client(pool))

    with refused(InvalidParameterException, texts.too_long("PASSWORD", 256)):
        client.by_password(name, "x" * 257)

    assert functions.events == []
    assert not world.store._tables.locks  # type: ignore[attr-defined] # the store in memory


@pytest.mark.usefixtures("ann")
def test_a_password_as_long_as_the_model_allows_is_compared(client: Client) -> None:
    """The bound is 256 characters."""
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.by_password("ann", "x" * 256)


def test_a_name_beyond_every_attribute_is_refused(client: Client) -> None:
    """It would travel in the SECRET_BLOCK, several times as long as it came."""
    for refuse in (client.start_srp, client.by_password):
        with refused(InvalidParameterException, texts.too_long("USERNAME", 2048)):
            refuse("\ufdfa" * 2049)


def test_a_new_password_beyond_the_model_is_refused(client: Client) -> None:
    """ChangePassword could never take it as the previous one."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    client.world.add_user(pool, status=UserStatus.FORCE_CHANGE_PASSWORD)
    session = asked(client.by_password()).session
    before = rows_of(client.world)

    with refused(InvalidParameterException, texts.too_long("NEW_PASSWORD", 256)):
        client.answer(
            "NEW_PASSWORD_REQUIRED", session, {"USERNAME": "ann", "NEW_PASSWORD": NEW * 22}
        )

    assert rows_of(client.world) == before


def test_a_new_password_with_white_space_is_refused(client: Client) -> None:
    """No other operation would take it, not even as the previous one."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    client.world.add_user(pool, status=UserStatus.FORCE_CHANGE_PASSWORD)
    session = asked(client.by_password()).session

    with refused(InvalidParameterException, texts.PASSWORD_WITH_BLANKS):
        client.answer(
            "NEW_PASSWORD_REQUIRED", session, {"USERNAME": "ann", "NEW_PASSWORD": f"{NEW} {NEW}"}
        )


@pytest.mark.usefixtures("ann")
def test_flow_and_client_are_asked_before_the_name(client: Client, ann: User) -> None:
    """As the order of checks demands, a name that is too long does not hide a wrong flow."""
    with refused(InvalidParameterException, texts.FLOW_NOT_SUPPORTED):
        client.begin("ADMIN_USER_PASSWORD_AUTH", USERNAME=ann.username * 1000, PASSWORD=NEW)
