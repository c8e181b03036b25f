"""One module per migration, numbered; Alembic finds them by their file names."""
