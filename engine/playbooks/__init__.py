"""What a team does after the score: guides, worksheets and texts around them, declared like instruments."""
