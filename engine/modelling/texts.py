"""Texts of models: their names, the columns they speak of, and the factors that have columns of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from engine.validation.confirmatory.choices import STRUCTURES
from psychometrics.latent.specification import model_of
from psychometrics.latent.syntax import terms_of

OWN: Final = "model"
"""The structure that a text stands for where it is the only one that its file's name could be taken for."""


@dataclass(frozen=True)
class ModelText:
    """A model as it was written, by a name that is no other model's."""

    name: str
    text: str

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return model_of(terms_of(self.text)).items

    @cached_property
    def scales(self) -> Mapping[str, Sequence[str]]:
        """Each factor that columns measure, with these."""
        found: dict[str, list[str]] = {}
        for term in terms_of(self.text):
            if term.op == "=~" and term.rhs in self.items:
                found.setdefault(term.lhs, []).append(term.rhs)
        return found

    @cached_property
    def simple(self) -> bool:
        """Whether each column measures one factor, and nothing predicts anything."""
        own = [item for items in self.scales.values() for item in items]
        return len(own) == len(set(own)) and all(term.op != "~" for term in terms_of(self.text))


def named_texts(files: Sequence[tuple[str, str]]) -> tuple[ModelText, ...]:
    """The texts of files, (stem, text), each by its stem; `own-` before one that a structure is called by."""
    found: dict[str, ModelText] = {}
    for stem, text in files:
        name = f"own-{stem}" if stem in STRUCTURES and stem != OWN else stem
        number = 1
        while name in found:
            number += 1
            name = f"{stem}-{number}"
        found[name] = ModelText(name, text)
    return tuple(found.values())
