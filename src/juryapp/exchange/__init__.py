"""The files that travel: jury packages and score files, signed, sealed and checked."""
