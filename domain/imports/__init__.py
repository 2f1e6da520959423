"""Importing users from files: jobs, the upload of their files, and the work on them.

Not here: what makes a user right (domain.accounts); the form of password hashes (port `hasher`).
"""
