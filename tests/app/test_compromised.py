"""The operator's list of compromised passwords, from the setting to the look-up."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.bootstrap import open_compromised
from app.settings import Settings
from domain.model.identifiers import Secret


def test_the_setting_names_the_list(tmp_path: Path) -> None:
    """What the file holds is known, and nothing is without the setting."""
    known = hashlib.sha1(b"Passw0rd!").hexdigest().upper()
    (tmp_path / "hashes.txt").write_text(f"{known}:42\n")
    listed = open_compromised(Settings(compromised_passwords=tmp_path / "hashes.txt"))

    assert listed.contains(Secret("Passw0rd!"))
    assert not listed.contains(Secret("passw0rd!"))
    assert not open_compromised(Settings()).contains(Secret("Passw0rd!"))
