"""User pools and app clients: making, describing, changing, listing and deleting them.

Every rule about a configuration is checked here, when it is written, so that a sign-in reads ready
values. Not here: users (domain.accounts), what the settings mean at a sign-in (domain.auth).
"""
