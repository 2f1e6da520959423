"""For the tests of others: a pytest plug-in whose fixture `cognate` is a server of their own.

Loaded into every pytest of the environment, so that only `plugin` is imported there; what starts a
server is imported by the test that asks for the fixture. Nothing of the service is imported at all:
the server is a process of its own.
"""
