"""SQLAlchemy behind the application's ports; the only package that knows SQL."""
