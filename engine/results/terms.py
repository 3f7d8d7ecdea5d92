"""The words that the model of a result is written in: kinds of values, and what may be missing.

A note in `Annotated` is what a key means; `Rules` are keywords of JSON Schema. Both are for whoever reads the schema or
the documentation: a kept text has its digest, and is not judged again when it is read.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from engine.disclosure import rounding

SINCE: Final = "since"
PROMISED: Final = "promised"


@dataclass(frozen=True, slots=True)
class Rules:
    """What JSON Schema says of a value besides its type; None where it says nothing."""

    minimum: int | None = None
    maximum: int | None = None
    format: str | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()

    def keywords(self) -> dict[str, object]:
        said = {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "format": self.format,
            "pattern": self.pattern,
            "enum": list(self.enum) or None,
        }
        return {name: rule for name, rule in said.items() if rule is not None}


# A number stays as it was written: 62 and 62.0 are different texts.
Number = int | float
Count = Annotated[int, Rules(minimum=0)]
PerCent = Annotated[int, Rules(minimum=0, maximum=100)]
Probability = Annotated[Number, Rules(minimum=0, maximum=1)]
Day = Annotated[str, Rules(format="date")]
Digest = Annotated[str, Rules(pattern="^[0-9a-f]{64}$")]
NormStatus = Annotated[str, Rules(enum=("published", "simulated", "own"))]
Bound = Literal[-1, 0, 1]
Bounds = Annotated[tuple[Bound, ...], "For each share: -1 at most, 1 at least, 0 as it is."]
End = Annotated[rounding.End | None, "The value is a bound: the mean lies near an end of its scale."]
Size = Literal["tiny", "small", "medium", "large"]
GroupKind = Literal["network", "phase", "level"]
ReferenceKind = Literal["own", "norm"]


class AsWritten:
    """An object whose keys programs get in the order of its class; those of kept results stand by the alphabet."""

    __slots__ = ()


def from_format(number: int, default: object, *, promised: bool = True) -> Any:
    """A key that results have from this format on: an earlier one reads as the default, and is written without it.

    The schema demands the key if it is `promised`. A key with a default of its own, without `from_format`, may be
    missing in any format: it is then its default, which is not written, and null stands for nothing.
    """
    return field(default=default, metadata={SINCE: number, PROMISED: promised})
