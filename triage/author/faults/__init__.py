"""Faults planted in the rules, and who notices them."""
