"""Adapters by the scheme of a URL."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType

import pytest

from adapters.storage.memory import MemoryStore
from app import plugins
from app.refusal import BadConfiguration
from domain.ports.delivery import Delivery
from domain.ports.sentinels import Unavailable
from domain.ports.store import Store


def refused(url: str) -> str:
    """The one reason why a storage URL is refused."""
    with pytest.raises(BadConfiguration) as refusal:
        plugins.open_port("COGNATE_STORAGE_URL", plugins.STORAGE, url, Store)
    (reason,) = refusal.value.reasons
    return reason


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A plug-in of somebody else's, installed under the scheme `mine`."""
    module = ModuleType("foreign_plugin")
    monkeypatch.setitem(sys.modules, "foreign_plugin", module)
    group = plugins.STORAGE
    entry = EntryPoint(name="mine", value="foreign_plugin:open", group=group)
    monkeypatch.setattr(plugins, "entry_points", lambda **_: EntryPoints([entry]))
    return module


def opens(module: ModuleType, result: object) -> None:
    """Let the plug-in open that, whatever the URL."""
    vars(module)["open"] = lambda *_: result


def test_our_own_adapters_enter_by_the_same_door() -> None:
    """memory: is an entry point like anybody's."""
    store = plugins.open_port("COGNATE_STORAGE_URL", plugins.STORAGE, "memory:", Store)

    assert isinstance(store, MemoryStore)


@pytest.mark.parametrize("url", ["mysql://root:canary@host/db", "memory", "", "MEMORYx:"])
def test_an_unknown_scheme_lists_what_is_installed(url: str) -> None:
    """The reason names the setting and every scheme, and not the URL with its password."""
    reason = refused(url)

    assert reason.startswith("COGNATE_STORAGE_URL: no plug-in for this URL; installed are memory:")
    assert "postgresql:" in reason
    assert "canary" not in reason


def test_a_scheme_with_driver_falls_back(foreign: ModuleType) -> None:
    """mine+fast: is looked up whole, then as mine:."""
    opens(foreign, MemoryStore())

    assert isinstance(plugins.open_port("X", plugins.STORAGE, "mine+fast://x", Store), MemoryStore)


def test_the_wrong_port_is_refused(foreign: ModuleType) -> None:
    """A plug-in that returns something else than the port is told so."""
    opens(foreign, object())

    assert refused("mine:") == "COGNATE_STORAGE_URL: the plug-in mine: is no Store"


@pytest.mark.parametrize("failure", [ValueError("needs a path"), Unavailable("needs a path")])
def test_what_a_plugin_refuses_is_one_line(foreign: ModuleType, failure: Exception) -> None:
    """A URL that the plug-in cannot use is refused in the plug-in's words."""

    def open_and_fail(url: str) -> Store:
        raise failure

    vars(foreign)["open"] = open_and_fail

    assert refused("mine:") == "COGNATE_STORAGE_URL: needs a path"


def test_a_bug_of_a_plugin_is_one_line(foreign: ModuleType) -> None:
    """What an opener must not raise is told by its class: its text may hold the URL's password."""

    def open_and_break(url: str) -> Store:
        raise KeyError(url)

    vars(foreign)["open"] = open_and_break

    told = "COGNATE_STORAGE_URL: the plug-in mine: cannot be opened: KeyError"
    assert refused("mine://user:canary@host") == told


def test_a_plugin_that_cannot_be_loaded_is_one_line(foreign: ModuleType) -> None:
    """A package whose entry point names nothing stops the start like any other mistake."""
    told = "COGNATE_STORAGE_URL: the plug-in mine: cannot be opened: AttributeError"
    assert refused("mine:") == told


def test_context_is_handed_to_every_plugin(foreign: ModuleType) -> None:
    """What a group gives to its plug-ins follows the URL."""
    seen = []

    def open_with(url: str, context: str) -> MemoryStore:
        seen.append((url, context))
        return MemoryStore()

    vars(foreign)["open"] = open_with

    plugins.open_port("X", plugins.STORAGE, "mine:", Store, "context")

    assert seen == [("mine:", "context")]


def test_groups_do_not_mix() -> None:
    """A scheme of one group means nothing in another."""
    with pytest.raises(BadConfiguration, match="installed are http: https: outbox: smtp: smtps:"):
        plugins.open_port("COGNATE_EMAIL_URL", plugins.DELIVERY, "memory:", Delivery)
