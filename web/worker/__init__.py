"""Slow work beside the pages, in a program of its own: large closes, studies, reports, letters, and the clock."""
