"""A first definition from a file of answers alone: what it holds is told, and what it means is asked."""
