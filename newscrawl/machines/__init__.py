"""One fleet on many machines: leases and commits in PostgreSQL, bytes in an object store."""
