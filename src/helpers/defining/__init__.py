"""What a year is defined by, part by part: goals, questions, lines of the economy, laws, names."""
