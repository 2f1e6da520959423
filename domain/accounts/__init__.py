"""What users and administrators do with accounts, one use case per file.

Not here: signing in (domain.auth), configuring pools and clients (domain.pools).
"""
