"""Pure functions: no Scrapy, no clock, no network."""
