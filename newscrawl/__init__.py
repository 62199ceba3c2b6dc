"""Crawl news sites and their comment sections, completely, into JSON Lines."""
