"""The only spider, and the loader that gives each site one under its name."""
