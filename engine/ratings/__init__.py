"""What raters gave to targets: read from a file, and how far they agree; what experts say of items."""
