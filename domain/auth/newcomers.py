"""Newcomers: a name of nobody's with a password, whose user may be brought by UserMigration.

Only where the password came in clear: with a proof by SRP there is nothing to ask the function
with. Whoever is brought is then found by the name like anybody else, and his password is checked
like anybody else's; nothing later in the sign-in knows that he is new.
"""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.find_users import Sought, UserFinder
from domain.accounts.migrate_user import MigrateUser, Unknown
from domain.accounts.names import brief, canonical, is_brief
from domain.auth.belongings import read_belongings
from domain.auth.standing import check_no_reset
from domain.auth.step import Answers, Progress
from domain.errors import NotAuthorizedException, UserNotFoundException
from domain.model.identifiers import Secret
from domain.ports.store import Store
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS
from domain.triggers.user_migration import is_open_to_migrants


class Newcomers:
    """Lets users move in with the password that they sign in with.

    The function is asked whether the password is right, so that without a bound it would tell every
    password of the directory behind it. That bound is MigrateUser's, beside the lock of the name,
    which is claimed for nobody exactly when it is for a user.
    """

    def __init__(
        self,
        store: Store,
        finder: UserFinder,
        migration: MigrateUser,
    ) -> None:
        self._store = store
        self._finder = finder
        self._migration = migration

    def may_come(self, progress: Progress) -> bool:
        """Whether the sign-in is of nobody whom the pool's function may know."""
        return progress.user is None and is_open_to_migrants(progress.pool)

    def at_beginning(self, progress: Progress, answers: Answers) -> bool:
        """Let the user move in who begins with a password; whether he is found by his name now.

        What came as ClientMetadata is told as `validationData`. Raises as `in_answer`.
        """
        validation_data = progress.metadata or None
        asked = replace(
            _unknown(progress, answers["USERNAME"], answers), validation_data=validation_data
        )
        return self._bring(progress, asked) is not None

    def in_answer(self, progress: Progress, answers: Answers, *, by_admin: bool) -> Progress:
        """Let the user move in who gives a password later; return the sign-in as his.

        ClientMetadata is told to UserMigration if an administrator answers, to PreSignUp anyway
        (triggers.md 13). Raises PasswordResetRequiredException for who is to choose another
        password, and under LEGACY UserNotFoundException for nobody (ruling 56); where users are
        hidden, nobody stays nobody.
        """
        name = _typed(progress, answers)
        if name is None:
            return progress
        asked = replace(
            _unknown(progress, name, answers),
            client_metadata=progress.metadata or None,
            is_told=by_admin,
        )
        sought = self._bring(progress, asked)
        return progress if sought is None else self._as_his(progress, sought)

    def _bring(self, progress: Progress, unknown: Unknown) -> Sought | None:
        """Return the user of the name, if there is one now."""
        client, pool = progress.client, progress.pool
        found: Sought | None = None
        if self._is_brought(progress, unknown):
            found = self._finder.by_name(client.id, unknown.typed, pool.id)
        if found is not None and found.user is not None:
            check_no_reset(found.user)
            return found
        if not client.hides_users:
            raise UserNotFoundException(texts.migration_failed(client.id))
        return None

    def _is_brought(self, progress: Progress, unknown: Unknown) -> bool:
        try:
            return self._migration.bring(unknown)
        except REFUSALS_OF_FUNCTIONS:
            return False
        except NotAuthorizedException:
            # Too many guesses, perhaps at other spellings.
            if not progress.client.hides_users:
                raise
            return False

    def _as_his(self, progress: Progress, sought: Sought) -> Progress:
        user = sought.user
        if user is None:
            return progress
        attempt = replace(progress.attempt, sub=user.sub, username=user.username, epoch=user.epoch)
        return replace(
            progress,
            attempt=attempt,
            user=user,
            credentials=sought.credentials,
            standing=sought.standing,
            belongings=read_belongings(self._store, sought.pool, attempt),
        )


def _unknown(progress: Progress, typed: str, answers: Answers) -> Unknown:
    return Unknown(
        pool=progress.pool,
        client_id=progress.client.id,
        typed=typed,
        stand_in=progress.attempt.sub,
        password=Secret(answers["PASSWORD"]),
    )


def _typed(progress: Progress, answers: Answers) -> str | None:
    """Return the name that the attempt began with, as the answer spells it.

    An answer may name the user by what a challenge has shown of him; then it is the name in its
    canonical form, or None if that was too long for a Session.
    """
    named, name = answers["USERNAME"], progress.attempt.name
    if brief(canonical(progress.pool, named)) == name:
        return named
    return None if is_brief(name) else name
