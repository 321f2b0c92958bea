"""Rows, files and years held against each other: odd, but no figure changes."""
