"""Definitions as other tools read them."""
