"""What the rows are made of: pools of several forms, people in several states, one request each."""

# ruff: noqa: ANN401 - requests are plain JSON values

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from tests.support.deployments import Deployment
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique

TEMPORARY: Final = "Temp0rary!word"
WRONG: Final = "Wrong!passw0rd"
Request = dict[str, Any]


@dataclass
class Desk:
    """Makes what a row needs, pools only once."""

    deployment: Deployment
    _pools: dict[str, Tenant] = field(default_factory=dict)

    def pool(self, **options: Any) -> Tenant:
        """Return a pool of the form, the same for the same form."""
        key = repr(sorted(options.items()))
        if key not in self._pools:
            self._pools[key] = make_tenant(self.deployment, options)
        return self._pools[key]

    @cached_property
    def plain(self) -> Tenant:
        """A pool whose client tells unknown users apart (LEGACY)."""
        return self.pool()

    @cached_property
    def discreet(self) -> Tenant:
        """The same pool with a client that does not (ENABLED)."""
        return self.plain.with_client(PreventUserExistenceErrors="ENABLED")

    @cached_property
    def confidential(self) -> Tenant:
        """The same pool with a client that has a secret."""
        return self.plain.with_client(GenerateSecret=True)

    @cached_property
    def aliased(self) -> Tenant:
        """A pool where address and number are aliases."""
        return self.pool(AliasAttributes=["email", "phone_number"])

    @cached_property
    def by_address(self) -> Tenant:
        """A pool where the address is the name."""
        return self.pool(UsernameAttributes=["email"])

    @cached_property
    def by_number(self) -> Tenant:
        """A pool where the phone number is the name."""
        return self.pool(UsernameAttributes=["phone_number"])

    @cached_property
    def by_either(self) -> Tenant:
        """A pool where address or number is the name."""
        return self.pool(UsernameAttributes=["email", "phone_number"])

    @cached_property
    def strict(self) -> Tenant:
        """A pool with attributes of its own, one of them short, one required, one immutable."""
        schema = [
            {
                "Name": "short",
                "AttributeDataType": "String",
                "Mutable": True,
                "StringAttributeConstraints": {"MaxLength": "3"},
            },
            {"Name": "fixed", "AttributeDataType": "String", "Mutable": False},
            {"Name": "email", "AttributeDataType": "String", "Mutable": True, "Required": True},
        ]
        return self.pool(Schema=schema)

    def signed_up(self, tenant: Tenant | None = None) -> str:
        """Return the name of a user who has not confirmed."""
        chosen = tenant or self.plain
        name = unique("early")
        chosen.api.sign_up(
            ClientId=chosen.client_id,
            Username=name,
            Password=PASSWORD,
            UserAttributes=attributes({"email": f"{name}@example.com"}),
        )
        return name

    def reachable(self, tenant: Tenant | None = None) -> str:
        """Return the name of a user with a verified address."""
        address = f"{unique('reach')}@example.com"
        return (tenant or self.plain).user(email=address, email_verified="true")

    def disabled(self) -> str:
        """Return the name of a disabled user with a verified address."""
        name = self.reachable()
        self.plain.api.admin_disable_user(UserPoolId=self.plain.pool_id, Username=name)
        return name


def begin(operation: str, tenant: Tenant, flow: str, **answers: str) -> Request:
    """Return a request that begins a sign-in by a public or an administrator's operation."""
    return {
        **of_pool(operation, tenant),
        "ClientId": tenant.client_id,
        "AuthFlow": flow,
        "AuthParameters": answers,
    }


def by_password(operation: str, tenant: Tenant, name: str, password: str = PASSWORD) -> Request:
    """Return a request that begins a sign-in by password."""
    admin = operation.startswith("Admin")
    flow = "ADMIN_USER_PASSWORD_AUTH" if admin else "USER_PASSWORD_AUTH"
    return begin(operation, tenant, flow, USERNAME=name, PASSWORD=password)


def of_pool(operation: str, tenant: Tenant) -> Request:
    """Return the pool, for an operation that names one."""
    return {"UserPoolId": tenant.pool_id} if operation.startswith("Admin") else {}


def named(tenant: Tenant, name: str, **members: Any) -> Request:
    """Return a request of a public operation that names a user."""
    return {"ClientId": tenant.client_id, "Username": name, **members}


def of_user(tenant: Tenant, name: str, **members: Any) -> Request:
    """Return a request of an administrator's operation on a user."""
    return {"UserPoolId": tenant.pool_id, "Username": name, **members}


Prepare = Callable[[Desk, str], Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One operation in one situation; the message may refer to members of the request."""

    operation: str
    situation: str
    error: str
    message: str
    prepare: Prepare

    def expected(self, request: Mapping[str, Any]) -> str:
        """Return the text, with members of the request for their names in angle brackets."""
        text = self.message
        for name, value in request.items():
            text = text.replace(f"<{name}>", str(value))
        return text


ROWS: Final[list[Row]] = []


def row(
    operations: str | Sequence[str], situation: str, error: str, message: str
) -> Callable[[Prepare], Prepare]:
    """Register a row for each operation; the function makes the request."""

    def register(prepare: Prepare) -> Prepare:
        names = [operations] if isinstance(operations, str) else operations
        ROWS.extend(
            Row(operation=each, situation=situation, error=error, message=message, prepare=prepare)
            for each in names
        )
        return prepare

    return register
