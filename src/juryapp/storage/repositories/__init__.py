"""Repositories: rows in, domain objects out, and back. They know no rules and start no transactions."""
