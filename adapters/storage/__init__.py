"""Where Cognate keeps everything: the store adapters and the suite that every store must pass.

`memory` and `sql` implement `domain.ports.store.Store`; `conformance` is shipped for the authors of
other backends (docs/extending/storage.md). None of the three knows another.
"""
