"""Calling a pool's triggers: the events that they get and what may come of their answers.

Not here: how a function is reached (the port `domain.ports.triggers` and its adapters).
"""
