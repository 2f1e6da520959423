"""Refusals of the request as such, and the failures that are ours."""

from domain.errors.base import CognitoError


class InvalidParameterException(CognitoError):
    """A parameter breaks a constraint or a rule. ``reason_code`` is a second, rare wire member."""

    default_text = "Invalid parameter."

    def __init__(
        self,
        text: str | None = None,
        *,
        detail: str = "",
        reason_code: str | None = None,
    ) -> None:
        """Refuse with ``text``; ``reason_code`` is left out of the answer when None."""
        super().__init__(text, detail=detail)
        self.reason_code = reason_code


class ConcurrentModificationException(CognitoError):
    """Someone else changed the same thing at the same time."""

    default_text = "Concurrent modification, please try again."


class FeatureUnavailableInTierException(CognitoError):
    """The pool's feature plan does not hold what was asked for; see domain.texts."""

    default_text = "The feature is not available for the pricing tier configured."


class InternalErrorException(CognitoError):
    """Our fault. The only modelled error that is a 500."""

    default_text = "Something went wrong"


class InternalServerException(CognitoError):
    """Our fault, as three operations spell it."""

    default_text = "Something went wrong"


class LimitExceededException(CognitoError):
    """A budget per user, or a quota, is used up."""

    default_text = "Attempt limit exceeded, please try after some time."


class OperationNotEnabledException(CognitoError):
    """The operation is not offered here or for this pool."""

    default_text = "Operation is not enabled."


class PreconditionNotMetException(CognitoError):
    """The thing is not in the state the operation needs."""

    default_text = "Precondition not met."


class ServiceQuotaExceededException(CognitoError):
    """A quota of the account is used up."""

    default_text = "The request exceeded your account's service quota."


class TierChangeNotAllowedException(CognitoError):
    """The pool may not change its feature plan as asked."""

    default_text = "Tier change is not allowed."


class TooManyRequestsException(CognitoError):
    """The server has as much to do as it can, or a limit has no error of its own (ruling 38).

    ``retry_after_s`` is in how many seconds it is worth trying again, where that is known.
    """

    default_text = "Too many requests"

    def __init__(
        self,
        text: str | None = None,
        *,
        detail: str = "",
        retry_after_s: int | None = None,
    ) -> None:
        """Refuse with ``text``; ``retry_after_s`` is left out of the answer when None."""
        super().__init__(text, detail=detail)
        self.retry_after_s = retry_after_s


class UnsupportedOperationException(CognitoError):
    """The client is not configured for this operation."""

    default_text = "Operation is not supported."
