"""Chromium: found, started, watched, replaced; a thread opened in a page (`thread.py`)."""
