"""The laboratory of faults: what starts, loads, breaks and examines really running servers.

    worlds, journal   what clients asked for and were told, and what may therefore be true
    caller, life, load   clients that write the journal while they live ordinary lives
    nursery, postgres of tests.support, proxy   servers and databases that can be broken
    observe, invariants   what is true afterwards, through the public API and by SQL
    rounds   one experiment: load, fault, recovery, examination

It judges nothing by what a server says of itself: the journal is kept by the clients, outside the
processes that are killed, and what was acknowledged is looked for in a server that came after.
"""
