"""Faults in short: each experiment of `tests.faultlab` a few times, in every run of the tests."""
