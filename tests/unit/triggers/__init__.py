"""Token claims and what they say of a sign-in."""
