"""The properties that are proved, one family a module."""
