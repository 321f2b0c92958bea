"""Socialt bokslut as code: raw files -> clean tables -> facts -> everything else."""
