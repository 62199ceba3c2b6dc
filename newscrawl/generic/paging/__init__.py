"""What an unknown system's page would ask for next, and links to further pages."""
