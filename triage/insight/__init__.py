"""What a rule base and its cases say about each other: coverage, faults, differences."""
