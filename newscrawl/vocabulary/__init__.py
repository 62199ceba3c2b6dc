"""The words of comment sections, in all languages: one list for every reader."""
