"""The keys of an entry that its kind reads: addresses, texts, secrets and files of secrets."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from adapters.egress import NAMED_BY_OPERATOR, Forbidden
from domain.model.identifiers import Secret

SECRET_FILE_MAX: Final = 65_536
TEXT_MAX: Final = 4_096


class Options:
    """Reads keys, and remembers what is wrong with them instead of stopping at the first."""

    def __init__(self, given: Mapping[str, object], folder: Path) -> None:
        self._given = given
        self._folder = folder
        self._read: set[str] = set()
        self.faults: list[str] = []

    def url(self, key: str) -> str:
        """Return an address that must be there."""
        url = self.text(key)
        if url:
            try:
                NAMED_BY_OPERATOR.place(url)
            except Forbidden as reason:
                self.faults.append(f"{key}: {reason}")
        return url

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        return self._text(key, self._take(key), default)

    def has(self, key: str) -> bool:
        """Whether the entry has a key."""
        return key in self._given

    def public(self, key: str) -> str:
        """Return what `key` says, or all of the file that `<key>_file` names; "" if neither is."""
        file_key = f"{key}_file"
        value, path = self._take(key), self._text(file_key, self._take(file_key), "")
        if value is not None and path:
            self.faults.append(f"{key} and {file_key} are both there")
            return ""
        if path:
            value, _ = self._file(file_key, path) or (None, 0)
        return self._text(key, value, "")

    def secret(self, key: str, default: str | None = None) -> Secret[str]:
        """Return what `key` says, or the file that `<key>_file` names."""
        (secret,) = self.secrets(key, at_most=1, default=default) or (Secret(""),)
        return secret

    def secrets(
        self, key: str, *, at_most: int, default: str | None = None
    ) -> tuple[Secret[str], ...]:
        """Return one text or a list of them, or the words of the file that `<key>_file` names."""
        file_key = f"{key}_file"
        value, path = self._take(key), self._text(file_key, self._take(file_key), "")
        if value is not None and path:
            self.faults.append(f"{key} and {file_key} are both there")
            return ()
        if path:
            key, value = file_key, self._words(file_key, path)
            if value is None:
                return ()
        listed = value if isinstance(value, list) else [value]
        if not 1 <= len(listed) <= at_most:
            self.faults.append(f"{key}: has not 1 to {at_most} secrets")
            return ()
        texts = [self._text(key, each, default) for each in listed]
        return tuple(Secret(text) for text in texts if text)

    def unread(self) -> list[str]:
        """Return the keys that the kind did not ask for."""
        return sorted(self._given.keys() - self._read)

    def _take(self, key: str) -> object:
        self._read.add(key)
        return self._given.get(key)

    def _text(self, key: str, value: object, default: str | None) -> str:
        if value is None:
            if default is None:
                self.faults.append(f"{key}: missing")
            return default or ""
        if not isinstance(value, str) or not 1 <= len(value) <= TEXT_MAX:
            self.faults.append(f"{key}: not a text of 1 to {TEXT_MAX} characters")
            return ""
        return value

    def _words(self, key: str, name: str) -> list[str] | None:
        found = self._file(key, name)
        if found is None:
            return None
        text, mode = found
        if mode & stat.S_IROTH:
            path = self._folder / name
            self.faults.append(f"{key}: every user of this machine can read {path}; chmod 600 it")
        return text.split()

    def _file(self, key: str, name: str) -> tuple[str, int] | None:
        """Return the text of a file and its mode."""
        path = self._folder / name
        try:
            with path.open("rb") as file:
                return file.read(SECRET_FILE_MAX).decode(), os.fstat(file.fileno()).st_mode
        except OSError as failure:
            self.faults.append(f"{key}: cannot read {path}: {failure.strerror or 'error'}")
        except UnicodeDecodeError:
            self.faults.append(f"{key}: cannot read {path}: it is not UTF-8 text")
        return None
