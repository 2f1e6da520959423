"""Client libraries, unchanged, against really running servers on every store."""
