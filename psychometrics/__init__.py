"""Statistics on arrays. Knows no instrument, file, database or web."""
