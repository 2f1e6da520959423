"""Ways to run a pool's triggers, each behind the port `domain.ports.triggers`."""
