"""What adapters promise, checked on each of them."""
