"""Clean tables in, facts out: one family of published rules a module."""
