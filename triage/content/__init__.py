"""The only door from files to models: strict, and all problems at once."""
