"""A reader a format: from an opened file to the facts of a survey, and nothing of Barograph's own files."""
