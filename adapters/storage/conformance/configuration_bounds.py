"""The bounds of text in what pools are configured with."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.bounds import each_text
from adapters.storage.conformance.item_samples import THINGS, Part, Thing
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.server_samples import SERVER
from adapters.storage.conformance.world import make_namesakes, make_pool, standing, write
from domain.model.resource_server import CustomScope
from domain.ports.store import Store


class TestConfigurationBounds:
    """Text in groups, items and resource servers."""

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_in_groups(self, store: Store, text: str) -> None:
        """Any text is kept of groups, and told with the standing of who is in them."""
        make_namesakes(store)
        group = replace(s.GROUP, name=f"g{text[:127]}", description=text, role_arn=text)
        with store.writing() as unit:
            unit.groups.add(group)
            unit.memberships.add(s.POOL_ID, s.SUB, group.name)

        with store.reading() as unit:
            assert list(unit.memberships.groups(s.POOL_ID, s.SUB, None, 9)) == [group]
        (told,) = standing(store, with_memberships=True).memberships
        assert (told.group, told.role_arn) == (group.name, text)

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_in_items(self, store: Store, text: str) -> None:
        """Any text is kept in keys and members of items."""
        make_pool(store)
        key = f"k{text[:255]}"
        thing = Thing(name=text, parts=(Part(name=text),), labels={f"l{text}": text})
        write(store, lambda unit: unit.items.add(THINGS, s.POOL_ID, key, thing))

        with store.reading() as unit:
            assert unit.items.get(THINGS, s.POOL_ID, key) == thing

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_in_resource_servers(self, store: Store, text: str) -> None:
        """Any text is kept of resource servers and their scopes."""
        make_pool(store)
        scope = CustomScope(name=f"s{text}", description=text)
        server = replace(SERVER, identifier=f"s{text[:255]}", name=text, scopes=(scope,))
        write(store, lambda unit: unit.resource_servers.add(server))

        with store.reading() as unit:
            assert unit.resource_servers.get(s.POOL_ID, server.identifier) == server
