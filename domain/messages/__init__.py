"""Messages to users: which text goes where, how it waits in the outbox, and how it gets sent.

Not here: who gets a message and why (domain.accounts, domain.auth), or the ways to hand one over
(the port `domain.ports.delivery` and its adapters).
"""
