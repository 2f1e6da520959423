"""Where a request came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.model.client import AppClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Address and program of whoever asks, for devices, sessions, and the judgement of risks.

    `told_ip` is what the request itself says of its user (UserContextData). `is_users` says whether
    `ip` is the user's at all: an administrator who does not tell it asks from another machine.
    """

    ip: str | None = field(default=None, repr=False)
    user_agent: str | None = field(default=None, repr=False)
    told_ip: str | None = field(default=None, repr=False)
    is_users: bool = True

    def at(self, client: AppClient) -> Source:
        """Return the source as the client may say it.

        Only one that keeps a secret, and was set up to, stands between us and its users; of any
        other the address would be whatever an attacker writes.
        """
        if self.told_ip is None or not (client.propagate_user_context and client.secrets):
            return self
        return replace(self, ip=self.told_ip)


NOWHERE = Source()
