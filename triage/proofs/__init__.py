"""What the rules can never do, proved over every answer set."""
