"""Jury packages: writing them, who has one, and the letters that go with them."""
