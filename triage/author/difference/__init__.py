"""Two versions of a rule base, and whom they treat differently."""
