"""Tests of what the other tests stand on: the PostgreSQL fixture, Node, the lock files."""
