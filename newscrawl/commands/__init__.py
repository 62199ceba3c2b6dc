"""The commands, one a file: of `newscrawl`, and of `scrapy` in a project (see addon.py)."""
