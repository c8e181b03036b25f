"""The migrations: the only way in which a database is ever made or changed."""
