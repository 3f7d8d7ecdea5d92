"""Statistics on arrays. Knows no instrument, file, database or web.

SciPy and the packages on it are imported in the functions that need them: they take half a second to load, and a
page or a command that computes none of these statistics starts without them.
"""
