"""The record of a site as one tidy file: JSON Lines, CSV or Parquet."""
