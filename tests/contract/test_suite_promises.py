"""The conformance suite: its promises are those of the ports, and its failures show them."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from adapters.storage import conformance
from adapters.storage.conformance.promises import promise_of, promises
from domain.ports.pools import Pools

TESTS = {
    f"{name}.{test_name}": test
    for name, suite in vars(conformance).items()
    if name.startswith("Test")
    for test_name, test in inspect.getmembers(suite, inspect.isfunction)
    if test_name.startswith("test_")
}


@pytest.mark.parametrize("name", [name for name in TESTS if promise_of(TESTS[name])])
def test_a_promise_is_in_the_docstring(name: str) -> None:
    """Every sentence that the suite quotes is in the docstring of the port today."""
    promise = promise_of(TESTS[name])

    assert promise is not None
    assert promise.is_kept_in_docstring, str(promise)


@pytest.mark.parametrize("name", TESTS)
def test_a_test_is_one_sentence(name: str) -> None:
    """Every test of the suite says in one line what holds."""
    lines = (TESTS[name].__doc__ or "").splitlines()

    assert len(lines) == 1
    assert lines[0].endswith(".")


@pytest.mark.parametrize("failing", [AssertionError, KeyError, pytest.fail.Exception])
def test_a_failure_shows_the_promise(failing: type[BaseException]) -> None:
    """However a test fails, the sentence it checked stands below."""
    with pytest.raises(failing) as failure:
        _raising(failing)()

    assert failure.value.__notes__ == ['Pools.get promises: "Return the pool, or None."']


def test_a_skip_shows_no_promise() -> None:
    """A test that does not apply to a backend is no failure."""
    with pytest.raises(pytest.skip.Exception) as skip:
        _raising(pytest.skip.Exception)()

    assert not hasattr(skip.value, "__notes__")


def test_what_a_backend_imports_is_all_there() -> None:
    """The star import of a backend's module brings every class of tests."""
    assert {name.partition(".")[0] for name in TESTS} == {
        name for name in conformance.suite.__all__ if name.startswith("Test")
    }


def _raising(kind: type[BaseException]) -> Callable[[], None]:
    @promises(Pools.get, "Return the pool, or None.")
    def test() -> None:
        raise kind("broken")

    return test
