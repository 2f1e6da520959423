"""The values of the domain: frozen dataclasses with their invariants, and no behaviour beyond.

Not here: how a value is stored (adapters.storage), shown (adapters.api.wire) or changed
(domain.accounts, domain.pools, domain.auth).
"""
