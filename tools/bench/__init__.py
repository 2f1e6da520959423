"""`make bench`: how near the server comes to what the processor allows.

Rates are told as shares of a floor: the rate at which one core could do nothing but the unavoidable
cryptography of an operation (GetUser: a bare FastAPI echo). So a figure says something about the
program and not about the machine. What is measured and how to read it: docs/performance.md.
Not here: the counted budgets (statements, key parses); those are ordinary tests.
"""
