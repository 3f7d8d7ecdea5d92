"""A form as people fill it in by hand, on paper: composed of the definition, laid out as a PDF or a page."""
