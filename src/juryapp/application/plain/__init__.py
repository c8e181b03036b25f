"""Plain tables of marks, ranked and analysed without an edition."""
