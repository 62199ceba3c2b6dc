"""Which connections are allowed: pure rules, the gate every request passes, the browser's proxy."""
