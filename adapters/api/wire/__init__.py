"""The shapes of the wire: generated types, and the code that checks requests against them."""
