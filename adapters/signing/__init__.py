"""Signing tokens with RSA keys that lie, sealed, in the store (port `signer`, SIGNER_URL `store:`).

Not here: claims (domain.tokens) and the documents that show public keys (adapters.web).
"""

from __future__ import annotations

from adapters.signing.store_signer import StoreSigner
from domain.ports.signer import SignerContext


def open(url: str, context: SignerContext) -> StoreSigner:
    """Open the signer of `store:`. Raises ValueError for any other URL."""
    if url != "store:":
        raise ValueError("the URL of this signer is store: and nothing more")
    return StoreSigner(context)
