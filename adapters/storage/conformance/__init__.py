"""The suite that every store must pass, shipped for the authors of backends.

A backend's own test module imports everything from here, names its CAPABILITIES, and has the
fixture `store` (empty, closed by the suite), and `reopen` if it survives a restart or is shared;
see docs/extending/storage.md. Each test is one sentence, and its failure prints the sentence of the
port's docstring that was not kept.
"""

from __future__ import annotations

import pkgutil

import pytest

# The plain asserts of the suite show their values only if pytest rewrites them, which has to be
# said before its modules are imported, and is not done by itself for an installed package.
pytest.register_assert_rewrite(
    *(f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__))
)

from adapters.storage.conformance.suite import *  # noqa: E402, F403 (see above; all of the suite)
