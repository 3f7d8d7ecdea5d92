"""How property tests run: with new examples on a desk, with the same ones in CI, nowhere against a clock."""

import os

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)  # red only by a change
settings.load_profile("ci" if os.environ.get("CI") else "desk")
