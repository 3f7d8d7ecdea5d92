"""What an instrument is: the frozen model, its rules, texts in other languages, published form and comparison."""
