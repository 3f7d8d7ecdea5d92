"""Definitions as other tools read them: a format a file in `formats`, a table of them, and what each can't say."""
