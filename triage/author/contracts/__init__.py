"""What was written down of the rules, held against them."""
