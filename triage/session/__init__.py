"""The interview: asks only what can matter, takes answers in any order, can go back."""
