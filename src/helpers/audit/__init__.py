"""What the accounts print, held against the facts and against itself."""
