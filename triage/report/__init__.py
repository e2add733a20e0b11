"""Telling, apart from recording: from an assessment to sentences, pages and files."""
