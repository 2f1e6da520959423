"""Tests of what Cognate brings for the tests of others."""
