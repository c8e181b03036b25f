"""Who reads which nominees, when not everybody reads everything."""
