"""One job each: dates, validation, deduplication."""
