"""The test-suite: every test states one behaviour; `tests.support` holds what several share."""
