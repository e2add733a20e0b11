"""People drawn from portraits meet the rules: who is reached, and who is alarmed."""
