"""A playbook on paper and on pages: its overview, its guides, its worksheets."""
