"""Table models: adapters over frozen rows."""
