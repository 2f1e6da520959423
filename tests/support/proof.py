"""Signing in by SRP step by step, so that a test can change or keep what goes over the wire."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime
from typing import Any

from tests.support.srp_client import SrpClient
from tests.support.tenant import PASSWORD, Tenant


def right_answer(tenant: Tenant, name: str, password: str = PASSWORD) -> dict[str, Any]:
    """Begin by SRP and return the body of the RespondToAuthChallenge that finishes it."""
    srp = SrpClient(
        prefix=tenant.pool_id.partition("_")[2],
        identifier=name,
        password=password,
        secret=secrets.randbits(256),
    )
    asked = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": name, "SRP_A": f"{srp.public:x}"},
    )
    shown = asked["ChallengeParameters"]
    now = datetime.now(UTC)
    timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    block = base64.b64decode(shown["SECRET_BLOCK"])
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeResponses": {
            "USERNAME": name,
            "PASSWORD_CLAIM_SECRET_BLOCK": shown["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.claim(shown["SALT"], shown["SRP_B"], block, timestamp),
            "TIMESTAMP": timestamp,
        },
    }
