"""Comments in the JSON of systems nobody wrote a file for, and how to ask for more of it."""
