"""What a rule base, a case and an assessment are made of. Imports only terms and errors."""
