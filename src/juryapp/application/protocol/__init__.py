"""The protocol: what it states, drafts, and approved versions."""
