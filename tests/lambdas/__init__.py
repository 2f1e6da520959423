"""Lambda functions as people have them, to be run behind the Invoke API without a change."""
