"""Keys of award and jurors: confirmed, closed, and brought back with the recovery phrase."""
