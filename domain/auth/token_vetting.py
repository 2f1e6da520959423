"""Asking the pool's function about the tokens that a sign-in or a refresh is about to give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.model.client import AppClient
from domain.model.pool import UserPool
from domain.tokens.claims import SELF_SERVICE_SCOPE, Subject
from domain.triggers.hooks import Hooks, Occasion
from domain.triggers.pre_token_generation import Holder, PreTokenGeneration, changes_tokens


class TokenVetting:
    """Lets PreTokenGeneration veto tokens, or change what they say."""

    def __init__(self, hooks: Hooks) -> None:
        self._trigger = PreTokenGeneration(hooks)

    def vetted(
        self,
        pool: UserPool,
        client: AppClient,
        subject: Subject,
        source: str,
        metadata: Mapping[str, str],
    ) -> Subject:
        """Return the subject with what the function changes; `source` is what the tokens are for.

        Raises what the function's failure raises, and there are no tokens then.
        """
        if not changes_tokens(pool):
            return subject
        user = subject.user
        occasion = Occasion(pool=pool, client_id=client.id, username=user.username)
        holder = Holder(user=user, groups=subject.groups, scopes=(SELF_SERVICE_SCOPE,))
        return replace(subject, changes=self._trigger.ask(source, occasion, holder, metadata))
