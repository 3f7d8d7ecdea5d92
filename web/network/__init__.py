"""A network's pages: waves, schools, people, comments, results, files, studies."""
