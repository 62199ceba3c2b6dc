"""Saved cases of sites and engines: saved, read, compared; only `plugin.py` needs pytest."""
