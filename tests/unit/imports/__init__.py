"""Tests of domain.imports, one module each."""
