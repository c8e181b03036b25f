"""The window; the only package that knows Qt.

Page authors read, in this order: `page` (what a page is), `shell` (what a page may ask the window for),
`widgets` (everything to build a page from), `theme` (colours by role, type by kind, icons by name).
"""
