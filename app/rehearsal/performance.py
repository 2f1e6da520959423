"""One rehearsal from beginning to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.rehearsal.cast import SILENCE, Cast
from app.rehearsal.scenes import SCENES
from app.rehearsal.stage import Stage
from app.settings import Settings
from domain import texts
from domain.errors import CognitoError
from domain.ports.triggers import TriggerRunner

_OLDEST: Final = "V1_0"
_CUSTOM_AUTH: Final = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
_SENDERS: Final = ("CustomEmailSender", "CustomSMSSender")


NOT_HANDED_OVER: Final = "not handed over"
"""What becomes of a message whose sender fails; the service tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of it: `outcome` where the answer was taken, else `error` and its `message`."""

    outcome: Mapping[str, Any] | None = None
    error: str | None = None
    message: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the function answered as it should."""
        return self.error is None


def perform(
    trigger: str, arn: str, version: str, settings: Settings, real: TriggerRunner
) -> Verdict:
    """Let Cognate call the function of a trigger once, and return what it makes of the answer.

    Raises CognitoError if no pool can be made with such a function.
    """
    cast = Cast(trigger, real)
    stage = Stage(settings, cast, SILENCE)
    verifies = "phone_number" if trigger == "CustomSMSSender" else "email"
    stage.open_pool(_lambda_config(trigger, arn, version, settings), verifies=verifies)
    try:
        outcome = SCENES[trigger](stage)
    except CognitoError as refusal:
        if not cast.was_called:
            raise
        return Verdict(error=type(refusal).__name__, message=refusal.text)
    if cast.failure is not None:
        message = str(cast.failure) or texts.TRIGGER_ANSWER_UNREADABLE
        return Verdict(error=NOT_HANDED_OVER, message=message)
    return Verdict(outcome=outcome)


def _lambda_config(trigger: str, arn: str, version: str, settings: Settings) -> Mapping[str, Any]:
    if trigger in _CUSTOM_AUTH:
        return dict.fromkeys(_CUSTOM_AUTH, arn)
    if trigger == "PreTokenGeneration":
        return {"PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": arn}}
    function = {"LambdaVersion": _OLDEST, "LambdaArn": arn}
    if trigger in _SENDERS:
        key = f"arn:aws:kms:{settings.region}:{settings.account_id}:key/rehearsal"
        return {trigger: function, "KMSKeyID": key}
    return {trigger: function if trigger == "InboundFederation" else arn}
