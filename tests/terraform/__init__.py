"""Terraform with the AWS provider: the real one, and what it sent once, sent again."""
