"""Checks of content beyond its shape; one class per check, run by `triage check`."""
