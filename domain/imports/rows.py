"""From a row of a file to a user about to be stored (users-and-pools.md 16)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.attributes import check_required, check_values, check_verified
from domain.accounts.mfa_preference import can_give, switched_on
from domain.accounts.names import is_user_name, names_of
from domain.accounts.new_user import new_user
from domain.errors import InvalidParameterException
from domain.imports.header import MFA_ENABLED, PASSWORD_HASH, USERNAME
from domain.imports.lines import BadLine
from domain.model.factors import SecondFactor
from domain.model.identifiers import Sub
from domain.model.import_job import HashAlgorithm, ImportJob
from domain.model.pool import MfaMode, UserPool
from domain.model.schema import DataType
from domain.model.user import Credentials, NameKind, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.users import Newcomer

TAKEN: Final = "The user name is taken."

_BIRTHDATE: Final = re.compile(r"(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4}")
_SECONDS: Final = re.compile(r"[0-9]{1,15}")
_BOOLEANS: Final = frozenset({"true", "false"})


class Rows:
    """Reads rows of one job; what is in them is data, whatever a spreadsheet would make of it."""

    def __init__(self, ports: Ports, pool: UserPool, job: ImportJob) -> None:
        self._hasher = ports.hasher
        self._entropy = ports.entropy
        self._clock = ports.clock
        self._pool = pool
        self._columns = job.columns
        self._hashes = job.hashes

    def newcomer(self, cells: Sequence[str]) -> Newcomer:
        """Return the user of a row. Raises BadLine."""
        if len(cells) != len(self._columns):
            raise BadLine(f"The row has {len(cells)} values instead of {len(self._columns)}.")
        if any(cell.startswith('"') for cell in cells):
            raise BadLine("Values are not enclosed in quotation marks.")
        values = {name: cell for name, cell in zip(self._columns, cells, strict=True) if cell}
        try:
            user = self._user(values)
        except InvalidParameterException as refusal:
            raise BadLine(" ".join(refusal.text.split())) from refusal
        if not any(user.is_verified(name) for name in self._pool.auto_verified):
            wanted = " or ".join(f"{name}_verified" for name in self._pool.auto_verified)
            raise BadLine(f"{wanted} must be true, with its value.")
        credentials = self._credentials(user, values.get(PASSWORD_HASH))
        return Newcomer(user=user, names=tuple(names_of(self._pool, user)), credentials=credentials)

    def refusal(self, kind: NameKind) -> tuple[bool, str]:
        """Return whether a user with a name of somebody else's is skipped, and why.

        One who is there already is skipped; one who only shares an alias cannot be imported.
        """
        if kind is NameKind.USERNAME or kind in self._pool.username_attributes:
            return True, TAKEN
        return False, texts.alias_taken(kind)

    def _user(self, values: Mapping[str, str]) -> User:
        typed = values.get(USERNAME, "")
        if not is_user_name(typed):
            raise BadLine(f"{USERNAME} must be a user name without blanks.")
        wants_mfa = self._wants_mfa(values.get(MFA_ENABLED, "").lower())
        given = self._attributes(values)
        identity = new_user(self._pool, typed, given, Sub(self._entropy.uuid()))
        check_values(self._pool, identity.attributes, by_admin=True)
        check_required(self._pool, identity.attributes)
        check_verified(identity.attributes)
        now_ms = self._clock.now_ms()
        has_hash = PASSWORD_HASH in values
        user = User(
            pool_id=self._pool.id,
            sub=identity.sub,
            username=identity.username,
            status=UserStatus.CONFIRMED if has_hash else UserStatus.RESET_REQUIRED,
            attributes=identity.attributes,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        return self._with_mfa(user) if wants_mfa else user

    def _wants_mfa(self, value: str) -> bool:
        """Return what the column says. Raises BadLine where it goes against the pool."""
        if value not in _BOOLEANS:
            raise BadLine(f"{MFA_ENABLED} must be true or false.")
        if value == "true" and self._pool.mfa is MfaMode.OFF:
            raise BadLine(f"{MFA_ENABLED} must be false: the pool has no second factors.")
        if value == "false" and self._pool.mfa is MfaMode.ON:
            raise BadLine(f"{MFA_ENABLED} must be true: the pool demands a second factor.")
        return value == "true"

    def _with_mfa(self, user: User) -> User:
        """Return the user with text messages as his second factor, where he can have them."""
        sms = SecondFactor.SMS
        if sms not in self._pool.offers or not can_give(user, sms):
            return user
        return replace(user, factors=switched_on(user.factors, sms))

    def _attributes(self, values: Mapping[str, str]) -> dict[str, str]:
        given = {
            name: value
            for name, value in values.items()
            if name not in {USERNAME, MFA_ENABLED, PASSWORD_HASH}
        }
        for name, value in given.items():
            schema = self._pool.attribute(name)
            if schema is not None and schema.data_type is DataType.BOOLEAN:
                given[name] = value.lower()
        if "birthdate" in given and not _BIRTHDATE.fullmatch(given["birthdate"]):
            raise BadLine("birthdate must be in the form of mm/dd/yyyy.")
        if "updated_at" in given and not _SECONDS.fullmatch(given["updated_at"]):
            raise BadLine("updated_at must be in seconds since the epoch.")
        return given

    def _credentials(self, user: User, text: str | None) -> Credentials | None:
        if text is None or self._hashes is None:
            return None
        return Credentials(
            pool_id=user.pool_id,
            sub=user.sub,
            generation=1,
            password_hash=self._adopted(self._hashes, text),
            set_at_ms=user.created_at_ms,
        )

    def _adopted(self, algorithm: HashAlgorithm, text: str) -> str:
        stored = self._hasher.adopt(algorithm, text)
        if stored is None:
            raise BadLine(f"{PASSWORD_HASH} is no hash of {algorithm}, or too costly a one.")
        return stored
