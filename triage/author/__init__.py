"""For authors: what helps to write, measure and compare rules."""
