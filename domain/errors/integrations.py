"""Refusals that come from what a pool is connected to: triggers, e-mail and SMS senders."""

from domain.errors.base import CognitoError


class InvalidEmailRoleAccessPolicyException(CognitoError):
    """The e-mail identity may not be used."""

    default_text = "Not allowed to use your email identity."


class InvalidLambdaResponseException(CognitoError):
    """A trigger answered in a shape that cannot be used."""

    default_text = "Unrecognizable lambda output"


class InvalidSmsRoleAccessPolicyException(CognitoError):
    """The SMS role may not publish."""

    default_text = "Role does not have permission to publish with SNS"


class InvalidSmsRoleTrustRelationshipException(CognitoError):
    """The SMS role does not trust the service."""

    default_text = "Role does not have a trust relationship allowing Cognito to assume the role"


class InvalidUserPoolConfigurationException(CognitoError):
    """The pool is configured in a way that the operation cannot work with."""

    default_text = "Invalid user pool configuration."


class UnexpectedLambdaException(CognitoError):
    """A trigger could not be reached; see domain.texts."""

    default_text = "Trigger invocation failed due to configuration."


class UserLambdaValidationException(CognitoError):
    """A trigger refused; see domain.texts."""

    default_text = "Trigger failed."
