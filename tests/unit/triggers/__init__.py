"""Events of a pool's functions, and what their answers are read as."""
