"""Passkeys by the package `webauthn`, with checks of our own before it.

The library tells its refusals by texts alone, compares origins letter by letter, and does not look
at crossOrigin, user handles or a change of the backup eligibility. What is told apart or more
strictly is checked here first, in the order of webauthn.md 5; the library then does the rest, and
all of it again.
"""
