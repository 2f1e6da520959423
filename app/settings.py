"""Everything an operator can set, in one frozen class; the defaults are those of production.

Nothing outside `app` sees it: constructors receive plain values. `app.profiles` fills in what
`cognate dev` makes by itself and says what `cognate serve` refuses.
"""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app import environment
from app.environment import PREFIX
from app.refusal import BadConfiguration

DOTENV: Final = Path(".env")
WORKERS_MAX: Final = 64
CHEAP_HASH: Final = "insecure-for-tests"


class Settings(BaseSettings):
    """The settings of operator-contract section 3, under their names in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    storage_url: SecretStr = SecretStr("sqlite:///var/cognate.db")
    signer_url: SecretStr = SecretStr("store:")
    host: str = "127.0.0.1"
    port: int = Field(default=9229, ge=1, le=65_535)
    workers: int = Field(default=1, ge=1, le=WORKERS_MAX)
    public_url: str = ""
    region: str = Field(default="us-east-1", pattern=r"^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$")
    account_id: str = Field(default="000000000000", pattern=r"^\d{12}$")
    sealing_keys: SecretStr | None = None
    root_access_key_id: str | None = Field(default=None, pattern=r"^[\w-]{1,128}$")
    root_secret_access_key: SecretStr | None = None
    email_url: SecretStr | None = None
    sms_url: SecretStr | None = None
    triggers_file: Path | None = None
    lambda_url: SecretStr | None = None
    password_hash: str = "argon2id:m=19456,t=2,p=1"
    compromised_passwords: Path | None = None
    srp_verifiers: Literal["always", "lazy", "never"] = "always"
    rate_limits: Literal["off", "on"] = "off"
    rate_per_address: int = Field(default=10, ge=0, le=100_000)
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    log_format: Literal["console", "json"] | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    demo: bool = True

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, given: str) -> str:
        parts = urlsplit(given)
        if given and (
            parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.query
            or parts.fragment
            or parts.username
        ):
            raise ValueError("must be http(s)://host[:port][/path] and nothing more")
        return given.rstrip("/")

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_networks(cls, given: object) -> object:
        if isinstance(given, str):
            return tuple(ip_network(each.strip()) for each in given.split(","))
        return given

    @field_validator("log_level", mode="before")
    @classmethod
    def _fold_level(cls, given: object) -> object:
        return given.lower() if isinstance(given, str) else given

    @property
    def origin(self) -> str:
        """PUBLIC_URL without a slash at its end: the beginning of every absolute URL."""
        return self.public_url or f"http://localhost:{self.port}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - replaced by `app.environment`,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - which knows `_FILE` names
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - and refuses unknown ones
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values given by name, then what `app.environment` finds."""
        found = environment.read(PLAIN_NAMES, SECRET_NAMES, os.environ, DOTENV)
        values = {name.lower(): text for name, text in found.values.items()}
        return (init_settings, InitSettingsSource(settings_cls, values))


def _is_secret(name: str) -> bool:
    return "SecretStr" in str(Settings.model_fields[name].annotation)


SECRET_NAMES: Final = frozenset(n.upper() for n in Settings.model_fields if _is_secret(n))
PLAIN_NAMES: Final = frozenset(n.upper() for n in Settings.model_fields) - SECRET_NAMES


def load() -> Settings:
    """Return the settings of this process. Raises BadConfiguration with every reason at once."""
    try:
        return Settings()
    except ValidationError as failure:
        raise BadConfiguration(_lines(failure)) from None


def _lines(failure: ValidationError) -> list[str]:
    lines = []
    for error in failure.errors(include_url=False, include_context=False, include_input=False):
        text = re.sub(r"^Value error, ", "", error["msg"])
        lines.append(f"{PREFIX}{str(error['loc'][0]).upper()}: {text[0].lower()}{text[1:]}")
    return lines


def revealed(secret: SecretStr | None) -> str:
    """Return the text of a setting, "" for one that is not set."""
    return secret.get_secret_value() if secret is not None else ""
