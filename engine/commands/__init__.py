"""The commands that work on files and need no database: check, list, show, score, validate, simulate."""
