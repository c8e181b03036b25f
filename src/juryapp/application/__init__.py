"""Use cases and the ports they need; window and command line both call these."""
