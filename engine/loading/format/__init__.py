"""The file format as strict models, one key a field: what editors complete and the loader reads."""
