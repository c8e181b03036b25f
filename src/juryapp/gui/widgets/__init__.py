"""Small widgets drawn by us."""
