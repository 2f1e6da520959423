"""Tests of domain.pools, one module each."""
