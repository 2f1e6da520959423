"""What holds the keys of tokens."""

from __future__ import annotations

from app import plugins
from app.settings import Settings
from domain.ports.signer import Signer, SignerContext


def open_signer(settings: Settings, context: SignerContext) -> Signer:
    """Open the signer of the settings. Raises BadConfiguration."""
    url = settings.signer_url.get_secret_value()
    return plugins.open_port("COGNATE_SIGNER_URL", plugins.SIGNER, url, Signer, context)
