"""The challenges of a sign-in, one file each, each ending in one constant."""
