"""The outlets file: which sites somebody follows, each with its arguments, as CSV, TOML or OPML."""
