"""How delivered files look: each reader yields a clean table and the faults it found."""
