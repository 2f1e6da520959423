"""Handing messages over, to real servers on loopback."""
