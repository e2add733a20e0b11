"""Written cases: reading, scoring, coverage."""
