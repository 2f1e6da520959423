"""What several tests share: builders, named fakes, a real PostgreSQL, Node."""
