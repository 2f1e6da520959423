"""Nothing that must stay secret is part of a repr, which a log or a traceback may show (SEC-12)."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

import adapters.api
import adapters.security
import adapters.signing
import domain

SECRET_NAME = re.compile(
    r"password|secret|sealed|wrapped|digest|salt|verifier|hash|private|plain|signature"
    r"|session$|code$|body$|claims$|answers$|tokens?$"
)
IN_CLEAR = re.compile(r"\b(str|bytes|int)\b")

PUBLIC = {
    "AccountParts.srp_verifiers": "a mode of the deployment",
    "Deployment.srp_verifiers": "a mode of the deployment",
    "Kind.sealed": "the name of a member",
    "Kit.srp_verifiers": "a mode of the deployment",
    "Page.next_token": "a place in a list, sealed",
    "PageRequest.token": "a place in a list, sealed",
    "Wording.body": "a template, before a code is in it",
}


def _values(package: ModuleType) -> Iterator[type]:
    """Yield our own values, not those of libraries that a module has imported."""
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for member in vars(import_module(found.name)).values():
            is_value = dataclasses.is_dataclass(member) and isinstance(member, type)
            if is_value and member.__module__ == found.name:
                yield member


def _shown() -> set[str]:
    packages = (domain, adapters.api, adapters.security, adapters.signing)
    return {
        f"{value.__name__}.{field.name}"
        for package in packages
        for value in _values(package)
        for field in dataclasses.fields(value)
        if field.repr
        and SECRET_NAME.search(field.name)
        and IN_CLEAR.search(str(field.type))
        and "Secret[" not in str(field.type)
        and "bool" not in str(field.type)
        and not re.search(r"_ms$|_s$|_size$", field.name)
    }


def test_fields_with_secret_names() -> None:
    """A field whose name promises a secret is masked, or is listed here with the reason why not.

    The list holds nothing that is no longer there.
    """
    assert _shown() == set(PUBLIC)


def test_this_page_sees_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new value with an unmasked secret would be noticed."""

    @dataclasses.dataclass
    class Careless:
        password: str

    Careless.__module__ = "domain.model.user"
    monkeypatch.setattr("domain.model.user.Careless", Careless, raising=False)

    assert "Careless.password" in _shown()
