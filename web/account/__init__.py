"""A person's account: sign-in, second factor, password, keys for programs."""
