"""Use cases on accounts, over a whole world in memory."""
