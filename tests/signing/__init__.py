"""Signing and verifying tokens."""
