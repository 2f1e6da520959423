"""AWS Signature Version 4 apart from who uses it: the text that is signed, and signing a request.

The API verifies signatures of its callers by it, triggers and migrations sign what they send to
AWS. Not here: which signatures are accepted (`adapters.api.sigv4`).
"""
