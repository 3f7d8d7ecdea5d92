"""Models of columns of numbers, such as scores of tests, which no definition describes: read, fitted, compared."""
