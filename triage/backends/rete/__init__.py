"""The live interview's reader: experta, used so that it cannot go wrong."""
