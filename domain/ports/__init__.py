"""What the domain needs from outside, as Protocols whose docstrings are the contract.

Adapters implement them, `app.bootstrap` chooses the adapters. A port raises only the sentinels
that its module (or `domain.ports.store`) defines; services turn them into errors of the catalogue
where the rule is known.
"""
