"""The ways to begin a sign-in, one file each, each ending in one constant."""
