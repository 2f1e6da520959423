"""LambdaConfig -> the functions of a pool by trigger, whatever the form they are given in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.api.wire import model as w
from domain.errors import InvalidParameterException

_TOKEN_TRIGGER: Final = "PreTokenGeneration"
_OLDEST: Final = "V1_0"
_TWO_FUNCTIONS: Final = (
    "PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be the same."
)
_KEY_MISSING: Final = "KMSKeyID is required when a custom sender is configured."


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerSettings:
    """ARNs by trigger, what two of them need besides, and the member to give back."""

    arns: Mapping[str, str]
    token_version: str
    code_key: str | None
    kept: Mapping[str, object]


def trigger_settings(config: w.LambdaConfigType) -> TriggerSettings:
    """Return the functions; PreTokenGeneration is shown in both of its forms once it is set.

    Raises InvalidParameterException.
    """
    if "KMSKeyID" not in config and ("CustomSMSSender" in config or "CustomEmailSender" in config):
        raise InvalidParameterException(_KEY_MISSING)
    kept: dict[str, object] = {**config}
    token = _token_trigger(config)
    if token is not None:
        kept |= {_TOKEN_TRIGGER: token["LambdaArn"], "PreTokenGenerationConfig": token}
    return TriggerSettings(
        arns=_arns(kept),
        token_version=_OLDEST if token is None else token["LambdaVersion"],
        code_key=config.get("KMSKeyID"),
        kept=kept,
    )


def _token_trigger(config: w.LambdaConfigType) -> w.PreTokenGenerationVersionConfigType | None:
    versioned = config.get("PreTokenGenerationConfig")
    legacy = config.get("PreTokenGeneration")
    if versioned is None:
        return None if legacy is None else {"LambdaVersion": "V1_0", "LambdaArn": legacy}
    if legacy not in {None, versioned["LambdaArn"]}:
        raise InvalidParameterException(_TWO_FUNCTIONS)
    return versioned


def _arns(kept: Mapping[str, object]) -> dict[str, str]:
    """Return the function of each trigger; the key of the custom senders is no function."""
    arns: dict[str, str] = {}
    for name, value in kept.items():
        if isinstance(value, str) and name != "KMSKeyID":
            arns[name] = value
        elif isinstance(value, dict) and name != "PreTokenGenerationConfig":
            arns[name] = value["LambdaArn"]
    return arns
