"""What the marks say, how it came about, and whether it holds."""
