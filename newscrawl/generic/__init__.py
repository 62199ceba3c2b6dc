"""The reader for comment systems that nobody wrote a file for."""
