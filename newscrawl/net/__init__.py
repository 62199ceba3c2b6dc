"""What may be connected to: pure rules, the gate for every request, the browser's only way out."""
