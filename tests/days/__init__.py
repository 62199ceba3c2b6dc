"""A newspaper that lives: thirty days of articles, comments, edits, removals and outages."""

from tests.days.paper import MovingPaper

__all__ = ["MovingPaper"]
