"""Comments in the JSON of any system, by their shape."""
