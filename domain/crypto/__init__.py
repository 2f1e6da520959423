"""Arithmetic of the protocols: SRP, secret hashes, one-time codes. No state, no store."""
