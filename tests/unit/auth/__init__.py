"""Signing in, on the store in memory."""
