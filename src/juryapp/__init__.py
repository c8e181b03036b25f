"""juryapp: an award jury from nominations to a printed protocol."""

__version__ = "0.1.0"
