"""The wire: raw HTTP against the endpoint, and its parts one by one."""
