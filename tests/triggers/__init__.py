"""What runs a pool's triggers, and what people write to be run."""
