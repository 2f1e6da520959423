"""Tests of pages, health, keys and the outbox, through HTTP but without a server process."""
