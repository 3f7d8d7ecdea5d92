"""What other programs are given: answers and scores with places instead of names, and its way through a pipe."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Floats

Basis = Literal["complete", "pairwise"]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KeyedItems:
    """Items of one score by their columns; `signs` is -1 for an item that is turned.

    `one_factor` says whether a one-factor model of it is asked for.
    """

    columns: tuple[int, ...]
    signs: tuple[int, ...]
    basis: Basis
    one_factor: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """The items that are factored by their columns, how many factors, and rotations by our names."""

    columns: tuple[int, ...]
    factors: int
    rotations: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class AskedModel:
    """A confirmatory model of items by their columns: `text` as lavaan has it, over v1, v2, ... and f1, f2, ...

    `orthogonal` factors have variances of 1 and no correlations; with `means` those of items are free.
    """

    columns: tuple[int, ...]
    text: str
    factors: int
    estimator: str
    orthogonal: bool = False
    means: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Persons in rows everywhere but in `twice` and `ratings`; NaN where an answer or a score is missing.

    `answers` are persons x items as they stand in the data. `scores` are persons x scored subscales, `cluster` each
    person's place among the clusters and `groupings` one such column each, -1 where unknown. `twice` holds, for
    each subscale that was scored twice, the same people's scores, people x 2. `ratings` are targets x raters.
    """

    answers: Floats
    scales: tuple[KeyedItems, ...] = ()
    structure: Structure | None = None
    models: tuple[AskedModel, ...] = ()
    scores: Floats = field(default_factory=lambda: np.empty((0, 0)))
    cluster: Places | None = None
    groupings: tuple[Places, ...] = ()
    twice: tuple[Floats, ...] = ()
    ratings: tuple[Floats, ...] = ()

    def keyed(self, scale: KeyedItems) -> Floats:
        """The answers to a scale's items, turned where the score turns them; only the sign is turned."""
        return self.answers[:, list(scale.columns)] * np.array(scale.signs, dtype=np.float64)

    def to_bytes(self) -> bytes:
        """Everything in NumPy's own format, for the process's standard input."""
        arrays: dict[str, NDArray[Any]] = {"answers": self.answers, "scores": self.scores}
        if self.cluster is not None:
            arrays["cluster"] = self.cluster
        for name in ("groupings", "twice", "ratings"):
            arrays |= {f"{name}{place}": array for place, array in enumerate(getattr(self, name))}
        design = {
            "scales": [asdict(scale) for scale in self.scales],
            "models": [asdict(model) for model in self.models],
            "structure": None if self.structure is None else asdict(self.structure),
        }
        target = io.BytesIO()
        np.savez(target, allow_pickle=False, design=np.array(json.dumps(design)), **arrays)
        return target.getvalue()


def read_material(source: BinaryIO) -> Material:
    """What `Material.to_bytes` wrote."""
    held = np.load(io.BytesIO(source.read()), allow_pickle=False)
    design = json.loads(str(held["design"]))
    structure = design["structure"]
    return Material(
        answers=held["answers"],
        scales=tuple(_scale(scale) for scale in design["scales"]),
        structure=None if structure is None else _structure(structure),
        models=tuple(
            AskedModel(**model | {"columns": tuple(model["columns"])}) for model in design["models"]
        ),
        scores=held["scores"],
        cluster=held["cluster"] if "cluster" in held.files else None,
        groupings=_several(held, "groupings"),
        twice=_several(held, "twice"),
        ratings=_several(held, "ratings"),
    )


def _scale(values: dict[str, Any]) -> KeyedItems:
    return KeyedItems(tuple(values["columns"]), tuple(values["signs"]), values["basis"], values["one_factor"])


def _structure(values: dict[str, Any]) -> Structure:
    return Structure(tuple(values["columns"]), values["factors"], tuple(values["rotations"]), values["basis"])


def _several(held: Mapping[str, NDArray[Any]], name: str) -> tuple[NDArray[Any], ...]:
    count = sum(key.removeprefix(name).isdigit() for key in held if key.startswith(name))
    return tuple(held[f"{name}{place}"] for place in range(count))
