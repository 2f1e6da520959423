"""Secrets and what they need: master keys, sealing, password hashing, verifiers, clock, entropy.

Each module implements one port of `domain.ports`. Not here: signing of tokens (adapters.signing)
and the arithmetic of SRP (domain.crypto).
"""
