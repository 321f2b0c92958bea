"""Invented people whose tables come out as published: builds the shipped raw years, byte for byte."""
