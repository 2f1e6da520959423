"""Every form by the name that `code` gives it in an entry of TRIGGERS_FILE, and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.triggers.code_forms import aws_esdk, jwe, plain
from adapters.triggers.code_forms.form import CodeForm, Opener
from adapters.triggers.entry import BadEntry, Entry

FORMS: Final[Mapping[str, Opener]] = {
    "aws-esdk": aws_esdk.open,
    "jwe": jwe.open,
    "plain": plain.open,
}

_NAMES: Final = ", ".join(sorted(FORMS))

KEYS: Final = frozenset(
    {
        "code",
        "code_key",
        "code_key_file",
        "code_key_id",
        "code_public_key",
        "code_public_key_file",
        "kms_access_key_id",
        "kms_region",
        "kms_secret_access_key",
        "kms_secret_access_key_file",
        "kms_url",
    }
)
"""What an entry of any kind may say about codes."""


def open_form(entry: Entry) -> CodeForm | None:
    """Return the form that an entry asks for, or None if it asks for none. Raises BadEntry."""
    if not entry.codes:
        return None
    if "code" not in entry.codes:
        raise BadEntry([f"code: missing; one of {_NAMES}"])
    with entry.code_options() as options:
        opener = FORMS.get(options.text("code"))
        if opener is None:
            # What the other keys mean is for a form to say.
            raise BadEntry([f"code: none of {_NAMES}"])
        return opener(options, entry.timeout_s)
