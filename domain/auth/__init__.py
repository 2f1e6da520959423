"""Signing in: the table of transitions, the machine that fires it, flows and challenges.

Only `table` decides what comes next. Not here: accounts outside a sign-in (domain.accounts), how
tokens look (domain.tokens).
"""
