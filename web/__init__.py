"""Asks and shows: the Flask application, and the commands."""
