"""The registry, the catalogue of errors and the generated files, against the service model."""

from __future__ import annotations

import inspect

import botocore.session
import pytest
from botocore.model import ServiceModel

import domain.errors
from adapters.api.access import ACCESS
from adapters.api.effects import ENFORCED, KEPT
from adapters.api.problems import undeclared
from adapters.api.registry import OPERATIONS
from adapters.api.wire.table import OPERATIONS as DESCRIBED
from domain.errors import (
    AliasExistsException,
    GatewayError,
    InternalErrorException,
    SerializationException,
    TooManyRequestsException,
    UserNotFoundException,
)
from tools import generate_wire


@pytest.fixture(scope="module")
def model() -> ServiceModel:
    """The service model of botocore."""
    return botocore.session.get_session().get_service_model("cognito-idp")


def test_generated_files_are_current() -> None:
    """The committed shapes and table are what the generator writes from the installed model."""
    for path, text in generate_wire.generated():
        assert path.read_text() == text, f"{path.name} is stale: run `make generate`"


def test_registry_lists_every_operation_in_order(model: ServiceModel) -> None:
    """All operations of the model are registered, sorted, and nothing else is."""
    assert list(OPERATIONS) == sorted(model.operation_names)
    assert set(DESCRIBED) == set(ACCESS) == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_operations_take_call_and_request(name: str) -> None:
    """Every operation is called with a call and a request."""
    operation = OPERATIONS[name]  # type: ignore[literal-required] # each name in turn

    assert len(inspect.signature(operation).parameters) == 2


def test_every_operation_says_what_it_enforces(model: ServiceModel) -> None:
    """The compatibility page has a line for each, and what is only kept are members of it."""
    assert list(ENFORCED) == sorted(model.operation_names)
    assert list(KEPT) == sorted(KEPT)
    for name, paths in KEPT.items():
        for path in paths:
            shape = model.operation_model(name).input_shape
            for member in path.split("."):
                whole = shape.member if shape.type_name == "list" else shape
                assert member in whole.members, f"{name} has no {path}"
                shape = whole.members[member]


def test_catalogue_has_every_error_of_the_model(model: ServiceModel) -> None:
    """Each error of the model has a class of its name, and all others are the gateway's."""
    declared = {
        error.name
        for name in model.operation_names
        for error in model.operation_model(name).error_shapes
    }
    catalogue = {
        name: error for name, error in vars(domain.errors).items() if name.endswith("Exception")
    }

    assert declared <= set(catalogue)
    assert all(issubclass(catalogue[name], GatewayError) for name in set(catalogue) - declared)


def test_errors_outside_of_an_operations_list_are_undeclared() -> None:
    """What the model does not list is undeclared; the gateway's and our own failures never are."""
    assert undeclared("InitiateAuth", AliasExistsException())
    assert undeclared("", UserNotFoundException())
    assert not undeclared("InitiateAuth", UserNotFoundException())
    assert not undeclared("InitiateAuth", SerializationException())
    assert not undeclared("UpdateAuthEventFeedback", InternalErrorException())


def test_alias_is_the_documented_extra_of_admin_create_user() -> None:
    """AdminCreateUser may answer AliasExistsException, which only its text promises (ruling 38)."""
    assert not undeclared("AdminCreateUser", AliasExistsException())


@pytest.mark.parametrize(
    "operation",
    [
        "AdminCreateUser",
        "AdminInitiateAuth",
        "AdminRespondToAuthChallenge",
        "AdminSetUserPassword",
        "ChangePassword",
        "ConfirmForgotPassword",
        "InitiateAuth",
        "RespondToAuthChallenge",
        "SignUp",
    ],
)
def test_a_full_lane_answers_with_a_declared_error(operation: str) -> None:
    """Every operation that hashes declares TooManyRequestsException."""
    assert not undeclared(operation, TooManyRequestsException())
