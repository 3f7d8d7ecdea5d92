"""A format a file: an edition in, the bytes of a file out, and remarks on what it could not say."""
