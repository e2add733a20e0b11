"""The command line: one command per file; the one place where errors become exit statuses."""
