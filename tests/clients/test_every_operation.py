"""Each operation is tried through boto3, on SQLite and on PostgreSQL.

Read from the sources: a call by the method's name in a test module of this directory. One that is
expected to be refused does not count.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from botocore import xform_name

from adapters.api.registry import OPERATIONS

STORES: Final = ("sqlite", "postgresql")


def _calls(node: ast.AST) -> Iterator[str]:
    """Yield the name of each method called below, except where an error is expected."""
    if isinstance(node, ast.With) and "raises" in ast.dump(node.items[0].context_expr):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield node.func.attr
        if node.func.attr == "get_paginator" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _on_every_store(module: ast.Module) -> bool:
    """Say whether a module's own choice of deployments, if it has one, is of both databases."""
    chosen = [
        ast.unparse(decorator)
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name in {"deployment", "tenant"}
        for decorator in node.decorator_list
        if "params" in ast.unparse(decorator)
    ]
    return all(
        "CONTENDED" in choice or all(f"'{store}" in choice for store in STORES) for choice in chosen
    )


@pytest.fixture(scope="module")
def called() -> set[str]:
    """The methods of boto3 that the tests of this directory call."""
    modules = [ast.parse(path.read_text()) for path in Path(__file__).parent.glob("test_*.py")]
    return {name for module in modules if _on_every_store(module) for name in _calls(module)}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_its_effect_is_tried(called: set[str], operation: str) -> None:
    """Whoever builds an operation shows with boto3, on both databases, what it does."""
    assert xform_name(operation) in called
