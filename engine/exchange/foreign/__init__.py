"""Surveys of other tools as draft instruments: plain facts by a reader a format, one builder, and what was lost."""
