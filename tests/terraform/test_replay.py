"""What Terraform sent once (tests/terraform/calls.json), sent again to a server in this process.

Where its plan was empty it had found nothing else in the answers than what it wanted; an answer
that differs now, be it by a member more, may make Terraform want to change something.
`python -m tools.record_terraform` writes the file again.
"""

from __future__ import annotations

import json

import pytest

from tests.api.administration import administration
from tests.api.stage import Members
from tests.support.recorded_calls import Placeholders
from tools.record_terraform import CALLS

STAGES: dict[str, list[Members]] = json.loads(CALLS.read_text("utf-8"))
PLANS = ("plan", "plan of the update")


def test_terraform_would_find_what_it_made() -> None:
    """Every call succeeds, and both plans get the answers that satisfied them."""
    placeholders = Placeholders()
    with administration() as admin:
        for stage, calls in STAGES.items():
            for call in calls:
                operation = call["operation"]
                answer = admin(operation, **placeholders.filled(call["request"]))
                placeholders.learn(operation, answer)
                if stage in PLANS:
                    assert placeholders.written(answer) == call["answer"], (stage, operation)


@pytest.mark.parametrize("stage", PLANS)
def test_plans_only_read(stage: str) -> None:
    """A plan reads and changes nothing."""
    assert STAGES[stage]
    for call in STAGES[stage]:
        assert call["operation"].startswith(("Describe", "Get", "List", "AdminGet", "AdminList")), (
            call
        )
