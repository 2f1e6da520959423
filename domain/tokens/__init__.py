"""Tokens: claims, issuing, checking what a caller presents, taking back.

Not here: who may have tokens (domain.auth decides), how they are signed (the port `signer`).
"""
