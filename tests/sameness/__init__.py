"""Proves that a refactoring changed nothing: digests of all that Barograph shows, before and after.

See README.md here. Nothing of the project is imported but what `places` names, so that the same script runs on
old and on new code.
"""
