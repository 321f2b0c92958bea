"""One run of a year: plan, inputs, execute, publish, tell; the commands behind make."""
