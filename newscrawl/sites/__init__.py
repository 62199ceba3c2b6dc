"""Newspapers: one file each."""
