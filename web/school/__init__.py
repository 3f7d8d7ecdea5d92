"""A school's pages: its results by link and by right, its files, what its team chose."""
