"""Watchers of a run: crawl-delay, progress, summary."""
