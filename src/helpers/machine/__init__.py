"""What a program stands on: its own code, processes, keys, and files put in place whole."""
