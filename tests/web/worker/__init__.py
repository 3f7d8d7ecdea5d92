"""Slow work beside the pages."""
