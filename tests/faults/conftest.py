"""Fixtures of the tests on faults."""

from tests.faultlab.fixtures import durable, imported, nursery, seed, sqlite_url

__all__ = ["durable", "imported", "nursery", "seed", "sqlite_url"]
