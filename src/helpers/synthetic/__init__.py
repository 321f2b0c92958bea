"""Invented associations: definitions and deliveries that an ordinary run reads, drawn by a seed."""
