"""What of a text may be told, and where: people are not."""
