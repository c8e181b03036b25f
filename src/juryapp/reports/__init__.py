"""Papers: the protocol as PDF."""
