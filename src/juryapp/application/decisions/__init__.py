"""What the panel decides, and its justifications."""
