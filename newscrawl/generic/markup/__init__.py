"""Comments in markup, of any system, by their shape."""
