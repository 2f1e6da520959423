"""What a passkey is called in a list, by the AAGUID of its authenticator or else by its kind.

An AAGUID is what the authenticator says of itself, unproven: it is good for a name and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.model.passkey import is_platform
from domain.ports.webauthn import NewPasskey

PLATFORM: Final = "Passkey"
ROAMING: Final = "Roaming passkey"

_WINDOWS: Final = "Windows Hello"
_ICLOUD: Final = "iCloud Keychain"

PROVIDERS: Final[Mapping[str, str]] = {
    "08987058-cadc-4b81-b6e1-30de50dcbe96": _WINDOWS,
    "0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6": "Keeper",
    "50726f74-6f6e-5061-7373-50726f746f6e": "Proton Pass",
    "53414d53-554e-4700-0000-000000000000": "Samsung Pass",
    "531126d6-e717-415c-9320-3d9aa6981239": "Dashlane",
    "6028b017-b1d4-4c02-b4b3-afcdafc96bb2": _WINDOWS,
    "771b48fd-d3d4-4f74-9232-fc157ab0507a": "Edge on Mac",
    "9ddd1817-af5a-4672-a2b9-3e3dd95000a9": _WINDOWS,
    "adce0002-35bc-c60a-648b-0b25f1f05503": "Chrome on Mac",
    "b5397666-4885-aa6b-cebf-e52262a439a2": "Chromium",
    "b84e4048-15dc-4dd0-8640-f4f60813c8af": "NordPass",
    "bada5566-a7aa-401f-bd96-45619a55120d": "1Password",
    "d548826e-79b4-db40-a3d8-11116f7e8349": "Bitwarden",
    "dd4ec289-e01d-41c9-bb89-70fa845d4bf2": _ICLOUD,
    "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4": "Google Password Manager",
    "f3809540-7f14-49c1-a8b3-8f813b225541": "Enpass",
    "fbfc3007-154e-4ecc-8c0b-6e020557d7bd": _ICLOUD,
    "fdb141b2-5d84-443e-8a35-4698c205a502": "KeePassXC",
}


def name_of(made: NewPasskey) -> str:
    """Return the name of a new passkey; nobody can give it another."""
    return PROVIDERS.get(made.aaguid) or (
        PLATFORM if is_platform(made.attachment, made.transports) else ROAMING
    )
