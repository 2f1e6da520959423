"""What development fills in by itself, and each condition under which production refuses."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from app import development, production
from app.refusal import BadConfiguration, Refused
from tests.app.conftest import OWN_KEY

DEV_KEY = "dev-1:" + base64.b64encode(bytes(range(32, 64))).decode()


def mode_of(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def reasons() -> tuple[str, ...]:
    """Why production refuses to start."""
    with pytest.raises(BadConfiguration) as refusal:
        production.load()
    return refusal.value.reasons


def test_development_makes_a_marked_key_once(own_folder: Path) -> None:
    """The first start makes a sealing key for the owner's eyes, and every later one uses it."""
    first = development.load().sealing_keys
    second = development.load().sealing_keys

    assert first is not None
    assert first == second
    key_id, _, key = first.get_secret_value().partition(":")
    assert key_id.startswith("dev")
    assert len(base64.b64decode(key, validate=True)) == 32
    assert mode_of(development.KEY_FILE) == 0o600
    assert mode_of(development.DIRECTORY) == 0o700


def test_development_has_the_known_credential(own_folder: Path) -> None:
    """Pasted commands work: the first access key is local / local."""
    loaded = development.load()

    assert loaded.root_access_key_id == "local"
    assert loaded.root_secret_access_key is not None
    assert loaded.root_secret_access_key.get_secret_value() == "local"
    assert loaded.log_format == "console"


def test_production_wants_a_triggers_file_of_its_own(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may hold signing secrets: in production not everybody of the machine may read it."""
    file = own_folder / "triggers.toml"
    file.touch()
    file.chmod(0o644)
    monkeypatch.setenv("COGNATE_TRIGGERS_FILE", str(file))
    line = "COGNATE_TRIGGERS_FILE: every user of this machine can read it; chmod 600 it"

    assert line in reasons()

    file.chmod(0o640)

    assert line not in reasons()
    assert development.load().triggers_file == file


def test_a_folder_is_no_triggers_file(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it is told where it is read, not that everybody can read it."""
    own_folder.chmod(0o755)
    monkeypatch.setenv("COGNATE_TRIGGERS_FILE", str(own_folder))

    assert not [reason for reason in reasons() if "TRIGGERS_FILE" in reason]


def test_development_keeps_what_is_set(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was not given is filled in, and no key is made beside a given one."""
    monkeypatch.setenv("COGNATE_SEALING_KEYS", OWN_KEY)
    monkeypatch.setenv("COGNATE_ROOT_ACCESS_KEY_ID", "mine")

    loaded = development.load()

    assert loaded.sealing_keys is not None
    assert loaded.sealing_keys.get_secret_value() == OWN_KEY
    assert loaded.root_access_key_id == "mine"
    assert not development.KEY_FILE.exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.com"])
def test_development_stays_on_loopback(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Known keys and an open outbox are never shown to a network."""
    monkeypatch.setenv("COGNATE_HOST", host)

    with pytest.raises(BadConfiguration, match="loopback only"):
        development.load()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_has_several_names(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Every name of loopback will do for development."""
    monkeypatch.setenv("COGNATE_HOST", host)

    assert development.load().host == host


def test_state_is_for_the_owner(own_folder: Path) -> None:
    """What `cognate env` reads is written with mode 0600, and gone after `remove_state`."""
    development.write_state({"a": "1"})
    development.write_state({"a": "2"})

    assert development.read_state() == {"a": "2"}
    assert mode_of(development.STATE_FILE) == 0o600

    development.remove_state({"a": "2"})
    with pytest.raises(Refused):
        development.read_state()


def test_development_needs_a_place_for_its_files(own_folder: Path) -> None:
    """Where `var/` cannot be made, the reason is one line."""
    development.DIRECTORY.write_text("in the way")

    with pytest.raises(BadConfiguration) as refusal:
        development.load()

    assert refusal.value.reasons == (
        "cannot keep the development profile's files in var/: File exists",
    )


def test_production_starts_with_keys_of_its_own(own_settings: Path) -> None:
    """With a sealing key and a credential of its own nothing speaks against serving."""
    assert production.load().log_format == "json"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SEALING_KEYS", "", "COGNATE_SEALING_KEYS: missing"),
        (
            "SEALING_KEYS",
            DEV_KEY,
            "COGNATE_SEALING_KEYS: dev-1 is a development key",
        ),
        (
            "SEALING_KEYS",
            f"{OWN_KEY},{DEV_KEY}",
            "COGNATE_SEALING_KEYS: dev-1 is a development key",
        ),
        ("ROOT_ACCESS_KEY_ID", "", "COGNATE_ROOT_ACCESS_KEY_ID: missing"),
        ("ROOT_ACCESS_KEY_ID", "local", "COGNATE_ROOT_ACCESS_KEY_ID: local is"),
        ("ROOT_SECRET_ACCESS_KEY", "", "COGNATE_ROOT_SECRET_ACCESS_KEY: missing"),
        ("ROOT_SECRET_ACCESS_KEY", "local", "COGNATE_ROOT_SECRET_ACCESS_KEY: local is"),
        ("PASSWORD_HASH", "insecure-for-tests", "COGNATE_PASSWORD_HASH: insecure-for-tests is for"),
        ("HOST", "0.0.0.0", "COGNATE_HOST: refusing plain http on 0.0.0.0"),
    ],
)
def test_each_condition_alone_stops_production(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """Each bad setting refuses the start by itself, in exactly one line (SEC-74)."""
    monkeypatch.setenv(f"COGNATE_{name}", value)

    (reason,) = reasons()

    assert reason.startswith(said)


def test_a_proxy_in_front_allows_any_address(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain http beyond loopback is accepted when the operator names the proxy before it."""
    monkeypatch.setenv("COGNATE_HOST", "0.0.0.0")
    monkeypatch.setenv("COGNATE_TRUSTED_PROXIES", "10.0.0.0/8")

    assert production.load().host == "0.0.0.0"


def test_a_key_file_open_to_all_stops_production(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret that every user of the machine can read is none."""
    path = own_settings / "keys"
    path.write_text(OWN_KEY)
    path.chmod(0o644)
    monkeypatch.delenv("COGNATE_SEALING_KEYS")
    monkeypatch.setenv("COGNATE_SEALING_KEYS_FILE", str(path))

    (reason,) = reasons()
    assert reason.startswith("COGNATE_SEALING_KEYS_FILE: every user")

    path.chmod(0o640)

    assert production.load().sealing_keys is not None
