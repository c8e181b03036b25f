"""How far jurors agree, and what a single juror is like: numbers that inform and never change a mark.

A table of marks has a row a nominee and a column a juror; None is no mark. Every number comes with an
interval where one is known, and with the reason where it is not defined.
"""
