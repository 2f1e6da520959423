"""The verifier that is loaded late."""

from __future__ import annotations

import subprocess
import sys

from adapters.security.passkey_verifier import LazyPasskeyVerifier
from tests.support.authenticator import Authenticator
from tests.support.passkeys import CEREMONY, OWNER, VERIFIER, kept
from tests.support.server import ROOT, environment


def test_a_server_does_not_load_the_libraries_of_passkeys() -> None:
    """Start and memory of a process that sees none are as if there were none."""
    code = "import app.bootstrap, sys; print({'webauthn', 'cbor2', 'OpenSSL'} & set(sys.modules))"

    seen = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment({}), capture_output=True, check=True
    )

    assert seen.stdout.decode().strip() == "set()"


def test_what_is_loaded_late_says_the_same() -> None:
    """Every method passes everything on."""
    lazy, authenticator = LazyPasskeyVerifier(), Authenticator()
    options = lazy.creation_options(CEREMONY, OWNER, ())
    assert options == VERIFIER.creation_options(CEREMONY, OWNER, ())
    credential = authenticator.create(options)
    assert lazy.register(CEREMONY, credential) == VERIFIER.register(CEREMONY, credential)

    passkey = kept(authenticator)
    request = lazy.request_options(CEREMONY, [passkey])
    assert request == VERIFIER.request_options(CEREMONY, [passkey])
    answer = authenticator.answer({"CREDENTIAL_REQUEST_OPTIONS": request})
    assert lazy.prove(CEREMONY, answer, [passkey]) == VERIFIER.prove(CEREMONY, answer, [passkey])
