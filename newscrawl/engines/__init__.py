"""Comment engines: one file per comment system."""
