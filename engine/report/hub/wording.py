"""The parts of a network's result as they are read."""

from collections.abc import Sequence
from typing import Any

View = Any
Measures = Sequence[View]
