"""What happens with a wave: its close, its study, its files, and a school's result as it is read."""
