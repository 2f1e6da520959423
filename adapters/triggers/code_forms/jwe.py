"""The form `jwe`: JSON Web Encryption in its compact form (RFC 7516), the code as its plaintext.

With `code_key` the content is encrypted under that very key (`dir`), with `code_public_key` under a
new one that only the private key opens (`RSA-OAEP-256`); the content always by `A256GCM`. The
protected header names the pool, so that a function of two pools can refuse one's code as another's.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from adapters.triggers.code_forms.form import CONTEXT, CodeForm, Purpose
from adapters.triggers.code_forms.own_key import PUBLIC, SECRET, OwnKey, read_own_key
from adapters.triggers.options import Options

if TYPE_CHECKING:
    from joserfc.jwk import OctKey, RSAKey

_CONTENT: Final = "A256GCM"


class Jwe:
    """Encrypts codes under one key."""

    def __init__(self, key: OwnKey) -> None:
        self._own = key
        self._algorithm = "dir" if key.secret else "RSA-OAEP-256"

    def __call__(self, code: str, purpose: Purpose) -> str:
        """Return the five parts, joined by dots."""
        from joserfc import jwe  # noqa: PLC0415 - slow to load, and needed by few

        named = {"kid": self._own.name} if self._own.name else {}
        header = {
            "alg": self._algorithm,
            "enc": _CONTENT,
            **named,
            CONTEXT: purpose.pool_id,
        }
        registry = jwe.JWERegistry(
            algorithms=[self._algorithm, _CONTENT],
            # It knows the header of the standard alone, not the name of the pool.
            strict_check_header=False,
        )
        return jwe.encrypt_compact(header, code.encode(), self._key, registry=registry)

    @cached_property
    def _key(self) -> OctKey | RSAKey:
        from joserfc.jwk import OctKey, RSAKey  # noqa: PLC0415 - as above

        if self._own.secret is not None:
            return OctKey.import_key(self._own.secret)
        return RSAKey.import_key(self._own.public or b"")


def open(options: Options, timeout_s: float) -> CodeForm | None:
    """Return the form of an entry with `code_key` or `code_public_key`, and `code_key_id`."""
    del timeout_s
    key = read_own_key(options)
    if key is not None:
        return Jwe(key)
    if not options.faults:
        options.faults.append(f"code: jwe needs {SECRET} or {PUBLIC}")
    return None
