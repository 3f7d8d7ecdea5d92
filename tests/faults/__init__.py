"""The server under faults: killed, cut off, locked out, out of room; what people were told against what is stored."""
