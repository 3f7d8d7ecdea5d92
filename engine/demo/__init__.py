"""The demonstration: a simulated network of schools, its people, waves, choices and comments."""
