"""The second reader of an interview's end: experta, used so that it cannot go wrong."""
