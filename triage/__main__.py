"""Lets `python -m triage` do what `triage` does."""

from __future__ import annotations

from triage.cli.main import main

if __name__ == "__main__":
    main()
