"""What a team does after the score."""
