"""Spreadsheets from outside, behind a guard."""
