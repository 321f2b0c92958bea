"""Every rule that a printed account can break, a family a module."""
