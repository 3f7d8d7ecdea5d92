"""Files of answers in the formats that people have."""
