"""A target of custom senders: codes pass it only in the form that its entry asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, cast

from adapters.triggers.code_forms.form import CodeForm, Purpose
from adapters.triggers.target import Passing, Target
from domain.ports.triggers import TriggerEvent, TriggerUnreachable

NO_FORM: Final = "invocation failed due to configuration: its entry says no form for codes."


class Discreet:
    """Stands before a target; events that hold no code for a custom sender pass as they are."""

    def __init__(self, target: Target, form: CodeForm | None) -> None:
        self._target = target
        self._form = form

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Invoke the target. Raises TriggerUnreachable if it may not be told codes at all."""
        if event.waits:
            return self._target.invoke(event)
        if self._form is None:
            # In clear by mistake is worse than not at all: codes would lie in logs of others.
            raise TriggerUnreachable(NO_FORM)
        request = cast("Mapping[str, object]", event.event["request"])
        purpose = Purpose(pool_id=str(event.event["userPoolId"]), kms_key=event.code_key)
        try:
            told = {**request, "code": self._form(str(request["code"]), purpose)}
        except Passing as failure:
            # A key that a pool names and that is not there is no failure of the function.
            raise TriggerUnreachable(str(failure)) from failure
        return self._target.invoke(replace(event, event={**event.event, "request": told}))
