"""What a run came to: exit status, figures, alarms, and its line in `runs.jsonl`."""
