"""Pages of the window: dumb, told what to show."""
