"""Results as documents: composed once, laid out by a renderer a medium."""
