"""Requests that come at the same moment to several processes over one store (SEC-16, F14)."""
