"""How a delivered file looks: grids, tables, schemas, corrections."""
