"""Sheets of rows and columns: a row that has words is one unit, its cells under their headers."""
