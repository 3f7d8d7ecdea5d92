"""One file a foreign format: how responses come from and go to other programs."""
