"""The smallest changes of answers that would change the level."""
