"""What a rule base means: the reference that every back end is tested against."""
