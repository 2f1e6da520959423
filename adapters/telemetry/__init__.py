"""What the service tells its operator: one structured log line an event.

Lines carry ids, names of operations and durations; never a secret, a name or an address of a user,
nor the text of an unforeseen exception (SEC-70).
"""
