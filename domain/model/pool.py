"""User pools: the tenant boundary, with the policies that decide what its users may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.identifiers import PoolId
from domain.model.keys import PoolKeys
from domain.model.schema import AttributeSchema


class MfaMode(StrEnum):
    """Whether a pool asks for a second factor."""

    OFF = "OFF"
    ON = "ON"
    OPTIONAL = "OPTIONAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """What a new password must satisfy, and how long a temporary one lives."""

    minimum_length: int = 8
    require_uppercase: bool = True
    require_lowercase: bool = True
    require_numbers: bool = True
    require_symbols: bool = True
    temporary_validity_days: int = 7
    history_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryOption:
    """One way to recover a password: verified_email, verified_phone_number or admin_only."""

    name: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplates:
    """Texts that a pool sends; None means the default text of `domain.messages.templates`."""

    verification_email: str | None = None
    verification_subject: str | None = None
    verification_sms: str | None = None
    invitation_email: str | None = None
    invitation_subject: str | None = None
    invitation_sms: str | None = None
    authentication_sms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPool:
    """One user pool.

    What a rule of ours reads has a field; every other member of Create and UpdateUserPool is kept
    in `kept`, exactly as it was given, and only returned. `triggers` maps a trigger name of
    LambdaConfig ("PreSignUp") to the ARN of its function; `kept` holds the whole LambdaConfig.
    """

    id: PoolId
    name: str
    keys: PoolKeys
    created_at_ms: int
    modified_at_ms: int
    version: int = 1
    schema: tuple[AttributeSchema, ...]
    password_policy: PasswordPolicy = PasswordPolicy()
    first_factors: tuple[str, ...] = ("PASSWORD",)
    username_attributes: tuple[str, ...] = ()
    alias_attributes: tuple[str, ...] = ()
    case_sensitive: bool = True
    auto_verified: tuple[str, ...] = ()
    verify_before_update: tuple[str, ...] = ()
    admin_only_sign_up: bool = False
    unused_account_validity_days: int | None = None
    recovery: tuple[RecoveryOption, ...] = ()
    mfa: MfaMode = MfaMode.OFF
    deletion_protection: bool = False
    tier: str = "ESSENTIALS"
    messages: MessageTemplates = MessageTemplates()
    triggers: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, object] = field(default_factory=dict)

    @property
    def srp_name(self) -> str:
        """The part of the id that Cognito's SRP hashes: everything after the first `_`."""
        return self.id.partition("_")[2]

    def attribute(self, name: str) -> AttributeSchema | None:
        """The schema of one attribute by its full name, or None."""
        return next((entry for entry in self.schema if entry.name == name), None)
