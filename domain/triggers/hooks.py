"""One way to call a trigger: common event fields, and failures in Cognito's words.

Every failure refuses the request that ran into it: nothing that a trigger should have vetted
happens without its answer (SEC-66). Never called while a unit of work is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import texts
from domain.errors import (
    InvalidLambdaResponseException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
)
from domain.model.pool import UserPool
from domain.model.sign_in_addresses import sign_in_addresses
from domain.model.user import User
from domain.ports.bundle import Deployment
from domain.ports.callers import Callers
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerNotJson,
    TriggerRefused,
    TriggerRunner,
    TriggerUnreachable,
)

REFUSALS_OF_FUNCTIONS = (
    InvalidLambdaResponseException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
)
"""Everything that `Hooks.call` raises."""

REASON_MAX = 1_024
"""Characters of a function's own text that its user is told."""

SDK_UNKNOWN = "aws-sdk-unknown-unknown"
"""What the service reports for a caller whose user agent names no AWS SDK."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Who is concerned: the names that every event carries."""

    pool: UserPool
    client_id: str
    username: str


class Hooks:
    """Calls the function that a pool names for a trigger, if it names one."""

    def __init__(self, runner: TriggerRunner, deployment: Deployment, callers: Callers) -> None:
        self._runner = runner
        self._deployment = deployment
        self._callers = callers

    def call(
        self,
        trigger: str,
        source: str,
        occasion: Occasion,
        request: Mapping[str, object],
        response: Mapping[str, object] | None = None,
    ) -> Mapping[str, object] | None:
        """Call `trigger` ("PreSignUp") with `source` ("PreSignUp_SignUp"); None without a function.

        `response` is what the event's member of that name is filled with beforehand. Returns the
        `response` of the answer. Raises UserLambdaValidationException with the function's text,
        UnexpectedLambdaException or InvalidLambdaResponseException.
        """
        arn = occasion.pool.triggers.get(trigger)
        if arn is None:
            return None
        told = self.event(source, occasion, request, response)
        event = TriggerEvent(trigger=trigger, arn=arn, event=told)
        try:
            return self._runner.invoke(event)
        except TriggerRefused as refusal:
            raise UserLambdaValidationException(
                texts.trigger_refused(trigger, _reason(refusal))
            ) from refusal
        except TriggerUnreachable as failure:
            raise UnexpectedLambdaException(f"{trigger} {failure}") from failure
        except TriggerNotJson as failure:
            raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_NOT_JSON) from failure
        except TriggerGarbled as failure:
            raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE) from failure

    def event(
        self,
        source: str,
        occasion: Occasion,
        request: Mapping[str, object],
        response: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        """Return the whole event, as `call` sends it."""
        return {
            "version": _version(source, occasion.pool),
            "triggerSource": source,
            "region": self._deployment.region,
            "userPoolId": occasion.pool.id,
            "userName": occasion.username,
            "callerContext": {
                "awsSdkVersion": self._callers.sdk() or SDK_UNKNOWN,
                "clientId": occasion.client_id,
            },
            "request": dict(request),
            "response": dict(response or {}),
        }


def _reason(refusal: TriggerRefused) -> str:
    """Return the function's text, not longer than a client may expect, with whole characters."""
    return str(refusal)[:REASON_MAX].encode(errors="replace").decode()


def _version(source: str, pool: UserPool) -> str:
    """Return the form of the event: only that of token generation is chosen by the pool."""
    return pool.token_trigger_version[1] if source.startswith("TokenGeneration_") else "1"


def user_attributes(pool: UserPool, user: User) -> dict[str, object]:
    """Return `userAttributes` of an event: all attributes with `sub`, status and aliases.

    Every address has its `_verified` beside it, as text; an alias is one that signs the user in.
    """
    addresses = [name for name in ("email", "phone_number") if user.has(name)]
    aliases = sign_in_addresses(pool, user)
    return {
        "sub": user.sub,
        "cognito:user_status": user.status.value,
        **{f"{name}_verified": "false" for name in addresses},
        **user.shown,
        **{f"cognito:{name}_alias": user.attributes[name] for name in aliases},
    }


def client_metadata(given: Mapping[str, str] | None) -> dict[str, object]:
    """Return the member of that name as events have it: absent where nothing was sent."""
    return {"clientMetadata": dict(given)} if given else {}


def validation_data(given: Mapping[str, str] | None) -> dict[str, object]:
    """Return the member of that name as events have it: null where nothing was sent."""
    return {"validationData": dict(given) if given else None}
