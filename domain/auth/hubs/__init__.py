"""The states that the machine leaves at once, one file each, each ending in one constant."""
