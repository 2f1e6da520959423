"""Tests of the domain, laid out as the domain is: memory store, frozen clock, no network."""
