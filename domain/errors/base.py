"""The two roots of the error catalogue."""

from typing import ClassVar


class CognitoError(Exception):
    """A refusal which the caller is told about.

    The class name is the name on the wire. ``text`` is what the client reads; ``detail`` is for
    the operator's log and never leaves the server.
    """

    default_text: ClassVar[str] = ""

    def __init__(self, text: str | None = None, *, detail: str = "") -> None:
        """Refuse with ``text``, or with the usual text of the class."""
        self.text = self.default_text if text is None else text
        self.detail = detail
        super().__init__(self.text)


class GatewayError(CognitoError):
    """A refusal made before an operation is chosen or run; any operation may answer with it."""
