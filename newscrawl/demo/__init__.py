"""A newspaper on loopback with real comment widgets, for tests and for `make demo`."""
