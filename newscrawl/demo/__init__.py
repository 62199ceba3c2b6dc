"""A newspaper on loopback with real comment widgets, for tests and for `make demo`."""

from newscrawl.demo.server import Demo, Truth

__all__ = ["Demo", "Truth"]
