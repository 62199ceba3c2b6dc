"""Chromium: finding, starting, watching, replacing it; opening a page's thread (`thread.py`)."""
