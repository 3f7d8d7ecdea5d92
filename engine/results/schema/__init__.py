"""The frozen result as parts of a JSON Schema (draft 2020-12): what programs that read it may rely on.

Each part is closed: a name that does not stand here may not leave, the salt of the answers' digest first of
all. The words are those of docs/results.md.
"""

from typing import Final

from engine.results.schema.measures import MEASURES
from engine.results.schema.network import NETWORK
from engine.results.schema.school import SCHOOL
from engine.results.schema.score import SCORE
from engine.results.schema.terms import Schema

FORMAT: Final = "barograph-result"
DEFINITIONS: Final[dict[str, Schema]] = {**MEASURES, **SCORE, **SCHOOL, **NETWORK}

__all__ = ["DEFINITIONS", "FORMAT"]
