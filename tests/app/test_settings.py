"""What can be set, from where, and what is said about a setting that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import settings
from app.refusal import BadConfiguration


def reasons() -> tuple[str, ...]:
    """Why the settings are refused."""
    with pytest.raises(BadConfiguration) as refusal:
        settings.load()
    return refusal.value.reasons


def test_defaults_are_those_of_the_contract(own_folder: Path) -> None:
    """Without any setting the defaults of the operator's contract hold."""
    loaded = settings.load()

    assert loaded.storage_url.get_secret_value() == "sqlite:///var/cognate.db"
    assert (loaded.host, loaded.port, loaded.workers) == ("127.0.0.1", 9229, 1)
    assert (loaded.region, loaded.account_id) == ("us-east-1", "000000000000")
    assert loaded.signer_url.get_secret_value() == "store:"
    assert loaded.password_hash == "argon2id:m=19456,t=2,p=1"
    assert loaded.srp_verifiers == "always"
    assert (loaded.rate_limits, loaded.rate_per_address) == ("off", 10)
    assert loaded.origin == "http://localhost:9229"


def test_environment_wins_over_the_file(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the environment wins over the one of `.env`, which wins over the default."""
    (own_folder / ".env").write_text("COGNATE_PORT=8001\nCOGNATE_WORKERS=3\nAWS_REGION=x\n")
    monkeypatch.setenv("COGNATE_PORT", "8002")

    loaded = settings.load()

    assert (loaded.port, loaded.workers) == (8002, 3)


def test_a_file_that_is_no_text_is_refused(own_folder: Path) -> None:
    """A `.env` that cannot be read is named in one line."""
    (own_folder / ".env").write_bytes(b"COGNATE_PORT=\xff\n")

    assert reasons() == ("cannot read .env: it is not UTF-8 text",)


def test_an_empty_value_counts_as_not_given(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`COGNATE_PORT=` leaves the default, as compose files without a value write it."""
    monkeypatch.setenv("COGNATE_PORT", "")

    assert settings.load().port == 9229


def test_a_secret_may_stand_in_a_file(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`COGNATE_<NAME>_FILE` names a file whose text is the value."""
    (own_folder / "secret").write_text("hush\n")
    monkeypatch.setenv("COGNATE_ROOT_SECRET_ACCESS_KEY_FILE", "secret")

    secret = settings.load().root_secret_access_key

    assert secret is not None
    assert secret.get_secret_value() == "hush"


def test_a_missing_secret_file_is_named(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read is one line with its path and the reason."""
    monkeypatch.setenv("COGNATE_SEALING_KEYS_FILE", "nowhere")

    assert reasons() == (
        "COGNATE_SEALING_KEYS_FILE: cannot read nowhere: No such file or directory",
    )


def test_a_secret_given_twice_is_refused(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value and a file for the same secret leave open which one holds, so neither does."""
    monkeypatch.setenv("COGNATE_SEALING_KEYS", "a:b")
    monkeypatch.setenv("COGNATE_SEALING_KEYS_FILE", "nowhere")

    assert reasons() == ("COGNATE_SEALING_KEYS and COGNATE_SEALING_KEYS_FILE are both set",)


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [
        ("COGNATE_STORAGE", "COGNATE_STORAGE_URL"),
        ("COGNATE_PROT", "COGNATE_PORT"),
        ("COGNATE_SEALING_KEY_FILE", "COGNATE_SEALING_KEYS_FILE"),
        ("COGNATE_PORT_FILE", "COGNATE_PORT"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, unknown: str, nearest: str
) -> None:
    """A mistyped name stops the start and names the setting that was probably meant."""
    monkeypatch.setenv(unknown, "1")

    assert reasons() == (f"{unknown} is no setting; did you mean {nearest}?",)


def test_an_unknown_name_in_the_file_is_refused_too(own_folder: Path) -> None:
    """`.env` is held to the same names as the environment."""
    (own_folder / ".env").write_text("COGNATE_PROT=1\n")

    assert reasons() == ("COGNATE_PROT is no setting; did you mean COGNATE_PORT?",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("REGION", "here"),
        ("ACCOUNT_ID", "12"),
        ("PUBLIC_URL", "ftp://example.com"),
        ("PUBLIC_URL", "https://example.com/?a=b"),
        ("PUBLIC_URL", "https://user@example.com"),
        ("SRP_VERIFIERS", "often"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, banana"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
        ("DEMO", "perhaps"),
        ("ROOT_ACCESS_KEY_ID", "no spaces"),
    ],
)
def test_a_bad_value_is_one_line_under_its_name(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Each wrong value gives exactly one line that begins with the name of its setting."""
    monkeypatch.setenv(f"COGNATE_{name}", value)

    (reason,) = reasons()

    assert reason.startswith(f"COGNATE_{name}: ")
    assert "\n" not in reason


def test_every_reason_is_told_at_once(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong values give two lines, so that nobody mends them one start at a time."""
    monkeypatch.setenv("COGNATE_PORT", "x")
    monkeypatch.setenv("COGNATE_WORKERS", "x")

    assert len(reasons()) == 2


def test_public_url_loses_its_last_slash(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issuers are PUBLIC_URL, a slash and the pool id, whether or not PUBLIC_URL ends in one."""
    monkeypatch.setenv("COGNATE_PUBLIC_URL", "https://id.example.com/auth/")

    assert settings.load().origin == "https://id.example.com/auth"


@pytest.mark.parametrize("name", sorted(settings.SECRET_NAMES))
def test_secrets_are_masked(own_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Neither `repr` nor an error shows the value of a secret setting (SEC-12)."""
    monkeypatch.setenv(f"COGNATE_{name}", "canary-value")

    assert "canary" not in repr(settings.load())

    monkeypatch.setenv("COGNATE_PORT", "x")
    assert all("canary" not in reason for reason in reasons())


def test_settings_cannot_be_changed(own_folder: Path) -> None:
    """Settings are frozen: nothing turns a setting while the program runs."""
    with pytest.raises(ValueError, match="frozen"):
        settings.load().port = 1


def test_every_setting_is_documented() -> None:
    """docs/operating.md lists each setting once, and marks exactly the secret ones."""
    text = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()
    listed = re.findall(r"^\| `([A-Z_]+)`( \(secret\))? \|", text, re.MULTILINE)

    assert sorted(name for name, _ in listed) == sorted(
        settings.PLAIN_NAMES | settings.SECRET_NAMES
    )
    assert {name for name, secret in listed if secret} == settings.SECRET_NAMES
