"""Signing in by SRP step by step, so that a test can change or keep what goes over the wire."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.support.srp_client import SrpClient
from tests.support.tenant import PASSWORD, Tenant


def right_answer(
    tenant: Tenant,
    name: str,
    password: str = PASSWORD,
    change: Callable[[str], str] | None = None,
    flow: str = "USER_SRP_AUTH",
    **parameters: str,
) -> dict[str, Any]:
    """Begin by SRP and return the body of the RespondToAuthChallenge that proves the password.

    With `change` it proves it over another SECRET_BLOCK, made from the one that was sent.
    `parameters` are sent beside those of SRP.
    """
    srp = SrpClient(
        prefix=tenant.pool_id.partition("_")[2],
        identifier=name,
        password=password,
        secret=secrets.randbits(256),
    )
    asked = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow=flow,
        AuthParameters={"USERNAME": name, "SRP_A": f"{srp.public:x}", **parameters},
    )
    shown = asked["ChallengeParameters"]
    now = datetime.now(UTC)
    timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    block = change(shown["SECRET_BLOCK"]) if change else shown["SECRET_BLOCK"]
    claim = srp.claim(shown["SALT"], shown["SRP_B"], base64.b64decode(block), timestamp)
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeResponses": {
            "USERNAME": name,
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "PASSWORD_CLAIM_SIGNATURE": claim,
            "TIMESTAMP": timestamp,
        },
    }
