"""Letters, spellings and words, whatever is said in them."""
