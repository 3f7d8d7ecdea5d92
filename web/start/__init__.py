"""The first page, and in the demonstration the way in without a password."""
