"""Ways to run a rule base. They do not know each other; all are held to `triage.logic`."""
