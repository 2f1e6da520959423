"""The development profile: what `cognate dev` makes by itself, so that it needs no settings.

Keys and credentials made here carry marks that the production profile refuses.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from pydantic import SecretStr

from app import settings as operator
from app.refusal import BadConfiguration, Refused
from app.settings import Settings
from domain.model.identifiers import ClientId, PoolId

DIRECTORY: Final = Path("var")
KEY_FILE: Final = DIRECTORY / "dev-sealing-key"
STATE_FILE: Final = DIRECTORY / "dev.json"
KEY_PREFIX: Final = "dev"
"""How the ids of sealing keys made here begin."""

CREDENTIAL: Final = "local"
"""Id and secret of the first access key, so that pasted commands work."""

DEMO_CLIENT_ID: Final = ClientId("1demo000000000000000client")
DEMO_USERNAME: Final = "ann@example.com"
DEMO_PASSWORD: Final = "Passw0rd!"

EXPORTS: Final[Mapping[str, str]] = {
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "endpoint",
    "AWS_REGION": "region",
    "AWS_DEFAULT_REGION": "region",  # what boto3 reads
    "AWS_ACCESS_KEY_ID": "access_key_id",
    "AWS_SECRET_ACCESS_KEY": "secret_access_key",
}
"""The variables of `cognate env`, with the members of `var/dev.json` that fill them."""


def load() -> Settings:
    """Return the settings with everything filled in that development needs.

    Makes `var/` with a sealing key if there is none. Raises BadConfiguration.
    """
    given = operator.load()
    if not is_loopback(given.host):
        raise BadConfiguration(
            [f"COGNATE_HOST: the development profile listens on loopback only, not on {given.host}"]
        )
    outbox = SecretStr("outbox:")
    return given.model_copy(
        update={
            "sealing_keys": given.sealing_keys or SecretStr(_sealing_key()),
            "root_access_key_id": given.root_access_key_id or CREDENTIAL,
            "root_secret_access_key": given.root_secret_access_key or SecretStr(CREDENTIAL),
            "email_url": given.email_url or outbox,
            "sms_url": given.sms_url or outbox,
            "log_format": given.log_format or "console",
            "rate_limits": "off",
        }
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a listener on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def write_state(state: Mapping[str, str]) -> None:
    """Leave what `cognate env` prints, for the owner's eyes only. Raises BadConfiguration."""
    with _directory():
        STATE_FILE.unlink(missing_ok=True)
        _write_once(STATE_FILE, json.dumps(state, indent=2) + "\n")


def read_state() -> Mapping[str, str]:
    """Return what the running development server left. Raises Refused if none runs here."""
    try:
        return {str(k): str(v) for k, v in json.loads(STATE_FILE.read_text("utf-8")).items()}
    except (OSError, ValueError) as failure:
        raise Refused(
            f"no development server has left {STATE_FILE} here: run it first"
        ) from failure


def remove_state(state: Mapping[str, str]) -> None:
    """Take back what `write_state` left, unless another server has left its own since."""
    with suppress(Refused):
        if read_state() == state:
            STATE_FILE.unlink(missing_ok=True)


def has_sealing_key() -> bool:
    """Whether a development server has made its key here."""
    return KEY_FILE.exists()


def _sealing_key() -> str:
    key_id = f"{KEY_PREFIX}-{secrets.token_hex(4)}"
    with _directory():
        _write_once(KEY_FILE, f"{key_id}:{base64.b64encode(os.urandom(32)).decode()}\n")
        return KEY_FILE.read_text("utf-8").strip()


@contextmanager
def _directory() -> Iterator[None]:
    """Have `var/` for the owner alone, and use it. Raises BadConfiguration."""
    try:
        DIRECTORY.mkdir(mode=0o700, exist_ok=True)
        DIRECTORY.chmod(0o700)
        yield
    except OSError as failure:
        reason = f"cannot keep the development profile's files in {DIRECTORY}/: {failure.strerror}"
        raise BadConfiguration([reason]) from failure


def _write_once(path: Path, text: str) -> None:
    """Write a file of mode 0600 unless there is one; of concurrent calls exactly one writes."""
    with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as draft:
        draft.write(text)
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)


def demo_pool_id(region: str) -> PoolId:
    """Return the id of the demo pool."""
    return PoolId(f"{region}_Demo00001")
