"""The parts of a network's result as they are read."""

from collections.abc import Mapping, Sequence
from typing import Any

View = Mapping[str, Any]
Measures = Sequence[View]
