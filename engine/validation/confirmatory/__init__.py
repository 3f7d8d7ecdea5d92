"""Confirmatory factor models in a study: which are asked for, what they are fitted to, and what they say."""
