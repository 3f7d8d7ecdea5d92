"""Choosing a survey: which one for whom, each with all it asks, and a quick check that anybody can take."""
