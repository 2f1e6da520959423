"""SRP, its timestamps and SECRET_HASH."""
