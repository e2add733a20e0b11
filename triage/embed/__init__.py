"""The rule base as data for programs in other languages, and as one page that needs no server."""
