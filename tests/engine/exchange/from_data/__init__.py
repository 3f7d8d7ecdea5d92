"""Definitions from files of answers."""
