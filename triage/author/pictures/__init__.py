"""Pictures of what a rule or remedy rests on."""
