"""Access keys as operators make them: by the command."""

from __future__ import annotations

import json
import subprocess
import sys

from botocore.credentials import Credentials

from tests.support.deployments import Deployment
from tests.support.fakes import MASTER_KEYS_SETTING
from tests.support.server import environment


def make_access_key(deployment: Deployment, arn: str) -> Credentials:
    """Make a key that is allowed everything on what the ARN (pattern) names."""
    settings = {
        "COGNATE_STORAGE_URL": deployment.storage_url,
        "COGNATE_SEALING_KEYS": MASTER_KEYS_SETTING,
    }
    command = ["access-key", "create", "--allow", "cognito-idp:*", "--on", arn, "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "app", *command],
        cwd=deployment.servers[0].directory,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(done.stdout)
    return Credentials(made["access_key_id"], made["secret_access_key"])
