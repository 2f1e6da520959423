"""The test-suite. `tests.support` holds what several tests share; every test states one behaviour."""
