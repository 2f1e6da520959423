"""Tests of settings, start-up and the command line."""
