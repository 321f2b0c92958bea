"""What may be told outside the house: small counts, and others with them, are kept."""
