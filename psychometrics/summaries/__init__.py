"""The one-pass machinery: mergeable summaries of codes that the statistics are read from."""
