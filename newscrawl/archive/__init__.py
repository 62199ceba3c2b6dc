"""Web archives as a source: pages that somebody kept are read, and nothing is asked of the site."""
