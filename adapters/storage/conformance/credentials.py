"""What the port `CredentialsStore` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_pool, make_user, standing, write
from domain.ports.credentials import CredentialsStore
from domain.ports.sentinels import Stale
from domain.ports.store import Store


class TestCredentials:
    """Passwords in their stored forms."""

    @promises(CredentialsStore.save, "Write hash, verifier and history together")
    def test_credentials_come_back_with_every_member(self, store: Store) -> None:
        """The first credentials of a user come back exactly as they were saved."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))

        assert standing(store).credentials == s.CREDENTIALS
        assert standing(store, s.OTHER_SUB).credentials is None

    @promises(CredentialsStore.save, "The row must have generation - 1")
    def test_the_next_generation_replaces_the_last(self, store: Store) -> None:
        """The next generation replaces every member, those that are None now included."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))
        changed = replace(
            s.CREDENTIALS,
            generation=2,
            password_hash=None,
            sealed_verifier=None,
            temporary_until_ms=None,
            history=(),
        )

        write(store, lambda unit: unit.credentials.save(changed))

        assert standing(store).credentials == changed

    @promises(CredentialsStore.save, "raises Stale otherwise.")
    @pytest.mark.parametrize("generation", [1, 2, 4])
    def test_another_generation_is_refused(self, store: Store, generation: int) -> None:
        """A save over generation 2 that is not generation 3 is refused and changes nothing."""
        make_pool(store)
        make_user(store)
        kept = replace(s.CREDENTIALS, generation=2)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))
        write(store, lambda unit: unit.credentials.save(kept))
        wrong = replace(s.CREDENTIALS, generation=generation, password_hash="$wrong")

        with pytest.raises(Stale):
            write(store, lambda unit: unit.credentials.save(wrong))

        assert standing(store).credentials == kept

    @promises(CredentialsStore.save, "or not exist for generation 1")
    def test_the_first_generation_is_one(self, store: Store) -> None:
        """Generation 2 is refused where there is none yet."""
        make_pool(store)
        make_user(store)

        with pytest.raises(Stale):
            write(store, lambda unit: unit.credentials.save(replace(s.CREDENTIALS, generation=2)))

        assert standing(store).credentials is None

    @promises(CredentialsStore.replace_hash, "nothing else of the row changes.")
    def test_a_hash_is_renewed_alone(self, store: Store) -> None:
        """A renewed hash leaves generation, verifier and history as they were."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))

        with store.writing() as unit:
            assert unit.credentials.replace_hash(s.POOL_ID, s.SUB, 1, "$renewed")

        assert standing(store).credentials == replace(s.CREDENTIALS, password_hash="$renewed")

    @promises(CredentialsStore.replace_hash, "A verifier that is given is written with it.")
    def test_a_hash_is_renewed_with_a_verifier(self, store: Store) -> None:
        """A verifier comes where there was none, under the same generation."""
        make_pool(store)
        make_user(store)
        bare = replace(s.CREDENTIALS, sealed_verifier=None)
        write(store, lambda unit: unit.credentials.save(bare))

        with store.writing() as unit:
            assert unit.credentials.replace_hash(s.POOL_ID, s.SUB, 1, "$renewed", b"verifier")

        renewed = replace(bare, password_hash="$renewed", sealed_verifier=b"verifier")
        assert standing(store).credentials == renewed

    @promises(CredentialsStore.replace_hash, "if the generation still holds.")
    def test_the_hash_of_another_generation_is_not_renewed(self, store: Store) -> None:
        """A renewal for another generation, user or pool does nothing and says so."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))

        with store.writing() as unit:
            assert not unit.credentials.replace_hash(s.POOL_ID, s.SUB, 2, "$renewed")
            assert not unit.credentials.replace_hash(s.POOL_ID, s.OTHER_SUB, 1, "$renewed")
            assert not unit.credentials.replace_hash(s.OTHER_POOL_ID, s.SUB, 1, "$renewed")

        assert standing(store).credentials == s.CREDENTIALS

    @promises(CredentialsStore.drop_verifiers, "Hashes, generations and history stay.")
    def test_verifiers_are_dropped_alone(self, store: Store) -> None:
        """Everything but the verifier stays, and what has none is not counted again."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.credentials.save(s.CREDENTIALS))

        with store.writing() as unit:
            assert unit.credentials.drop_verifiers(10) == 1
        with store.writing() as unit:
            assert unit.credentials.drop_verifiers(10) == 0

        assert standing(store).credentials == replace(s.CREDENTIALS, sealed_verifier=None)

    @promises(CredentialsStore.drop_verifiers, "Delete at most `limit` SRP verifiers")
    def test_verifiers_are_dropped_by_and_by(self, store: Store) -> None:
        """No call drops more than its limit, and together they leave none."""
        make_pool(store)
        for sub in (s.SUB, s.OTHER_SUB):
            make_user(store, replace(s.USER, sub=sub))
            with store.writing() as unit:
                unit.credentials.save(replace(s.CREDENTIALS, sub=sub))

        for expected in (1, 1, 0):
            with store.writing() as unit:
                assert unit.credentials.drop_verifiers(1) == expected
