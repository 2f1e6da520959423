"""Ways to hand messages over, each behind the port `domain.ports.delivery`."""
