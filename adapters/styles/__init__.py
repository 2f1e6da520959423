"""Style sheets of others: what they are made of. Not here: which of it is allowed."""
