"""ARNs: what policies of access keys name pools by, and what a description shows."""

from __future__ import annotations

from typing import Final

_PARTITIONS: Final = (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"))
"""How regions begin that are not in the partition `aws`, with their own."""


def of_pool(region: str, account_id: str, pool_id: str) -> str:
    """Return the ARN of a pool, whether or not it exists."""
    partition = next((name for start, name in _PARTITIONS if region.startswith(start)), "aws")
    return f"arn:{partition}:cognito-idp:{region}:{account_id}:userpool/{pool_id}"
