"""Everything that touches the world: the API, storage, signing, delivery, triggers, telemetry.

Each adapter fulfils a port of `domain.ports` or drives the domain's services. Adapters do not know
one another; `app.bootstrap` puts them together.
"""
