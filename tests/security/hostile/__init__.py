"""What attackers send, by the ids of tests/vectors/hostile.json."""
