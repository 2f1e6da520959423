"""Rotation under every sequence of events: one token lives at most, and nobody honest is shut out.

The models know nothing of generations: they keep who was made from whom, and when each was first
used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.errors import NotAuthorizedException, RefreshTokenReuseException
from domain.model.token import TokenFamily
from domain.tokens import refresh_token
from domain.tokens.rotation import GRACES_MAX, Use, use_of
from tests.support.rotation import GRACE_S, is_over, refused, revoke, rotating, signed_in
from tests.support.world import World

GRACE_MS = GRACE_S * 1000
MOVES = st.sampled_from([1, GRACE_MS // 3, GRACE_MS - 1, GRACE_MS])


@dataclass(eq=False)
class Issued:
    """A token of the family, as the model sees it."""

    text: str = field(repr=False)
    parent: Issued | None
    used_at_ms: int | None = None

    def is_in_grace(self, now_ms: int) -> bool:
        """Whether it was used, and its grace period still runs."""
        return self.used_at_ms is not None and now_ms < self.used_at_ms + GRACE_MS


class AnyUse(RuleBasedStateMachine):
    """Whoever has whichever tokens of one sign-in uses, repeats and revokes them in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.client = rotating(World())
        self.tokens = [Issued(signed_in(self.client), None)]
        self.has_ended = False

    @property
    def now_ms(self) -> int:
        """What the clock says."""
        return self.client.world.clock.now_ms()

    @rule(which=st.integers(0, GRACES_MAX))
    def use(self, which: int) -> None:
        """Use any of the tokens, the newest by 0."""
        token = self.tokens[-1 - which % len(self.tokens)]
        expected = self._expected(token)
        if expected is None:
            child = self.client.rotate(token.text)
            token.used_at_ms = token.used_at_ms or self.now_ms
            self.tokens.append(Issued(child, token))
        else:
            assert type(refused(self.client, token.text)) is expected

    def _expected(self, token: Issued) -> type[Exception] | None:
        if self.has_ended:
            return NotAuthorizedException
        if token is self.tokens[-1] or token.is_in_grace(self.now_ms):
            return None
        if token.parent is None or not token.parent.is_in_grace(self.now_ms):
            self.has_ended = True
        return RefreshTokenReuseException

    @rule(which=st.integers(0, GRACES_MAX))
    def revoke(self, which: int) -> None:
        """Revoke any of the tokens."""
        token = self.tokens[-1 - which % len(self.tokens)]
        revoke(self.client, token.text)
        self.has_ended = self.has_ended or token in {self.tokens[0], self.tokens[-1]}

    @rule(ms=MOVES)
    def wait(self, ms: int) -> None:
        """Let time pass."""
        self.client.world.clock.advance(ms=ms)

    @invariant()
    def one_token_lives_at_most(self) -> None:
        """Once no grace period runs, the newest alone gives tokens."""
        family, later_ms = self._family(), self.now_ms + GRACE_MS
        parsed = [refresh_token.parse(each.text) for each in self.tokens]
        living = [each for each in parsed if each and use_of(family, each, later_ms) is Use.NEWEST]

        assert living == parsed[-1:]
        assert (family.revoked_at_ms is not None) is self.has_ended

    def _family(self) -> TokenFamily:
        token = refresh_token.parse(self.tokens[0].text)
        assert token is not None
        pool_id = self.client.client.pool_id
        with self.client.world.store.reading() as unit:
            family = unit.users.standing(pool_id, token.sub, None, token.family_id).family
        assert family is not None
        return family


class HonestClient(RuleBasedStateMachine):
    """A client whose connection loses answers, and that asks again within the grace period."""

    def __init__(self) -> None:
        super().__init__()
        self.client = rotating(World())
        self.lost_at_ms: int | None = None

    @initialize()
    def sign_in(self) -> None:
        """Begin with the token of a sign-in."""
        self.token = signed_in(self.client)

    @rule()
    def refresh(self) -> None:
        """Refresh and get the answer."""
        self.token = self.client.rotate(self.token)
        self.lost_at_ms = None

    @rule()
    def lose_an_answer(self) -> None:
        """Refresh and get none: the token is still the only one the client knows."""
        self.client.rotate(self.token)
        self.lost_at_ms = self.lost_at_ms or self.client.world.clock.now_ms()

    @rule(ms=MOVES)
    def wait(self, ms: int) -> None:
        """Let time pass, but not the grace period of a token whose answer was lost."""
        clock = self.client.world.clock
        in_time = self.lost_at_ms is None or clock.now_ms() + ms < self.lost_at_ms + GRACE_MS
        clock.advance(ms=ms if in_time else 0)

    @precondition(lambda self: self.lost_at_ms is None)
    @rule()
    def sign_out(self) -> None:
        """The token that the client has ends its sign-in, however it came to it."""
        revoke(self.client, self.token)
        assert is_over(self.client, self.token)
        self.token = signed_in(self.client)


# With fewer steps than grace periods can run at once, the bound on them stays out of play.
AnyUse.TestCase.settings = settings(max_examples=150, stateful_step_count=GRACES_MAX, deadline=None)
HonestClient.TestCase.settings = settings(max_examples=50, deadline=None)
TestAnyUse = AnyUse.TestCase
TestHonestClient = HonestClient.TestCase
