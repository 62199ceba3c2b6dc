"""Many outlets by one command: which are due, the processes that visit them, one outcome."""
