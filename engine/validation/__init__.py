"""The validation study: what a researcher sees of an instrument and its responses; begin at `study`."""
