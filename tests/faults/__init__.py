"""Faults at length: the experiments of `tests.faultlab` many times; `make faults` runs them."""
