"""What a school reads: the one page, the full report, and the parts they are composed of."""
