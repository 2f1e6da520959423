"""Writing, addressing and sending messages."""
