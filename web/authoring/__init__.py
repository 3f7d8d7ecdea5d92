"""An author's pages: working copies, their problems, preview and publication."""
