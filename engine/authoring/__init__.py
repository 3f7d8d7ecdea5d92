"""What helps an author: working copies, archives of files, advice on wording and reading grade."""
