"""Answers: accepted, laid out as codes, hidden by rules, scored, simulated, described in a codebook."""
