"""Where article URLs come from."""
