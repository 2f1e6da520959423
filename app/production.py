"""The production profile: what `cognate serve` refuses to start with (SEC-74)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from app import development, environment
from app import settings as operator
from app.refusal import BadConfiguration
from app.settings import DOTENV, PLAIN_NAMES, SECRET_NAMES, Settings


def load() -> Settings:
    """Return the settings. Raises BadConfiguration with every reason not to serve with them."""
    settings = operator.load()
    found = environment.read(PLAIN_NAMES, SECRET_NAMES, os.environ, DOTENV)
    open_files = [*found.open_files, *_open_triggers_file(settings)]
    reasons = [*refusals(settings), *map(_readable_by_all, open_files)]
    if reasons:
        raise BadConfiguration(reasons)
    return settings.model_copy(update={"log_format": settings.log_format or "json"})


def refusals(settings: Settings) -> Iterator[str]:
    """Say in one line each why these settings must not serve."""
    yield from _key_refusals(settings)
    yield from _credential_refusals(settings)
    if settings.password_hash == operator.CHEAP_HASH:
        yield "COGNATE_PASSWORD_HASH: insecure-for-tests is for the development profile only"
    if not development.is_loopback(settings.host) and not settings.trusted_proxies:
        yield (
            f"COGNATE_HOST: refusing plain http on {settings.host}; listen on loopback behind a TLS"
            " proxy, or name the proxy's networks in COGNATE_TRUSTED_PROXIES"
        )


def warnings(settings: Settings) -> Iterator[str]:
    """Say in one line each what these settings may serve with, though hardly on purpose."""
    for name, url in (("EMAIL_URL", settings.email_url), ("SMS_URL", settings.sms_url)):
        if url is not None and url.get_secret_value().lower().startswith("outbox:"):
            yield f"COGNATE_{name}: outbox: keeps every message, sealed, and sends none"


def _key_refusals(settings: Settings) -> Iterator[str]:
    if settings.sealing_keys is None:
        yield (
            "COGNATE_SEALING_KEYS: missing; make one with:"
            ' echo "main:$(head -c 32 /dev/urandom | base64)"'
        )
        return
    for entry in settings.sealing_keys.get_secret_value().split(","):
        key_id = entry.strip().partition(":")[0]
        if key_id.startswith(development.KEY_PREFIX):
            yield f"COGNATE_SEALING_KEYS: {key_id} is a development key; make one of your own"


def _credential_refusals(settings: Settings) -> Iterator[str]:
    secret = settings.root_secret_access_key
    for name, value in (
        ("ROOT_ACCESS_KEY_ID", settings.root_access_key_id),
        ("ROOT_SECRET_ACCESS_KEY", secret.get_secret_value() if secret else None),
    ):
        if not value:
            yield f"COGNATE_{name}: missing; the first access key has to be of your own making"
        elif value == development.CREDENTIAL:
            yield f"COGNATE_{name}: {value} is the development credential; choose one of your own"


def _open_triggers_file(settings: Settings) -> Iterator[str]:
    """Name the triggers file, which may hold secrets, if all may read it."""
    path = settings.triggers_file
    # One that is not there, or is no file, is told about where it is read.
    if path is not None and path.is_file() and path.stat().st_mode & stat.S_IROTH:
        yield "TRIGGERS"


def _readable_by_all(name: str) -> str:
    return f"COGNATE_{name}_FILE: every user of this machine can read it; chmod 600 it"
