"""Composition and start-up: settings, plug-ins, the command line, the ASGI application.

The only package that names concrete adapters. It holds no rule of the service itself.
"""
