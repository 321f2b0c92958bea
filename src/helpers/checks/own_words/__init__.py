"""What an office writes in words of its own, held against the facts."""
