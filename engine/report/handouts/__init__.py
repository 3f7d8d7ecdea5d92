"""What is printed to hand a survey out: a poster for the wall, slips to cut, a list of who gets which code."""
