"""A notebook executed in a kernel, and its page."""
