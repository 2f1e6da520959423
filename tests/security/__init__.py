"""Secrets: sealing, hashing, masters, and what must never show them."""
