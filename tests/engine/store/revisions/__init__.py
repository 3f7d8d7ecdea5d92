"""A small database of each revision, as text; `python -m tests.engine.store.revisions` writes what is missing."""
