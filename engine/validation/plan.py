"""What a study is asked to do: its choices, and which items, subscales and keys of the instrument it works on."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.instrument.model import Form, Instrument, Item, Subscale
from engine.responses.layout import Codes, layout
from engine.responses.scoring import minimum_answered
from engine.validation.rotations import USUAL
from psychometrics.contract import Floats
from psychometrics.scores import ScoredSubscale

Missing = Literal["auto", "complete", "pairwise"]
Basis = Literal["complete", "pairwise"]


NOUNS = frozenset(
    (
        *(
            "school",
            "class",
            "classroom",
            "grade",
            "course",
            "cohort",
            "teacher",
            "department",
            "team",
            "site",
        ),
        *(
            "district",
            "region",
            "country",
            "company",
            "firm",
            "branch",
            "unit",
            "ward",
            "clinic",
            "center",
            "family",
        ),
    )
)


def noun_of(column: str) -> str:
    """What sentences call a group by this column: `class` for class, Class_ID or class.name; else group."""
    words = "".join(sign if sign.isalpha() else " " for sign in column.lower()).split()
    return next((word for word in words if word in NOUNS), "group")


@dataclass(frozen=True, slots=True)
class StudyChoices:
    """What the person who runs a study may choose; every choice is printed in the study's provenance.

    `missing` is how analyses of the whole correlation matrix treat missing answers: persons who answered all
    items (`complete`), all who answered a pair (`pairwise`), or `auto`: complete cases unless that loses more
    than half of the people. `factors` is the number of factors of the exploratory analysis, the number of
    subscales when None, and `rotation` one of `ROTATION_KINDS`. Groups of fewer than `minimum_group` people are not
    compared. `bootstrap` resamples alpha and omega so often (0: not at all); without `quality` careless answers are
    not looked for, which saves the second pass; `draws` are those of parallel analysis. `cluster_noun` is what
    sentences call a cluster. With `second_opinion` other programs are asked for the main numbers as well.
    `structures` are confirmatory models by name (those of the definition when empty), `estimators` what fits them (what
    the number of options asks for when empty), `invariance` the groupings in which they are compared, and `model` the
    text of a model.
    """

    form: str | None = None
    level: float = 0.95
    seed: int = 1
    bootstrap: int = 0
    draws: int = 100
    factors: int | None = None
    rotation: str = USUAL
    missing: Missing = "auto"
    cluster: str | None = None
    groups: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    weights: str | None = None
    margins: str | None = None
    judges: str | None = None
    judged: tuple[str, ...] = ()
    anchor: str | None = None
    cluster_noun: str = "group"
    minimum_group: int = 2
    quality: bool = True
    second_opinion: bool = False
    structures: tuple[str, ...] = ()
    estimators: tuple[str, ...] = ()
    invariance: tuple[str, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True)
class StudiedSubscale:
    """A subscale as the data have it: `columns` are places among the studied items, in the order of `items`.

    `reverse` says which items are turned for the score: the reverse-keyed ones, but for those that stand turned
    in the file already. `left_out` are items of the definition that were not asked in these data.
    """

    subscale: Subscale
    items: tuple[Item, ...]
    columns: tuple[int, ...]
    reverse: tuple[bool, ...]
    minimum_answered: int
    left_out: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.subscale.id

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items)

    @property
    def scorable(self) -> bool:
        """Whether enough of its items were asked that anybody can have a score."""
        return len(self.columns) > 0 and self.minimum_answered <= len(self.columns)

    @property
    def scored(self) -> ScoredSubscale:
        """The subscale as `psychometrics` takes it, over the studied items."""
        rule = self.subscale.score
        return ScoredSubscale(
            name=self.id,
            items=self.columns,
            reverse=self.reverse,
            method="sum" if rule.method == "sum" else "mean",
            minimum_answered=self.minimum_answered,
            rescale=rule.rescale,
        )


@dataclass(frozen=True)
class Plan:
    """The studied items of an instrument: every item with a response scale that was asked.

    They stand in the order of the definition; `not_asked` are those of the form that the data do not hold, or that
    nobody answered. `turned` names reverse-keyed items that stand turned in the file. The study takes every item
    as it stands there, so that its means, correlations and loadings are those that another program finds in the
    same file.
    """

    instrument: Instrument
    choices: StudyChoices
    form: Form
    items: tuple[Item, ...]
    subscales: tuple[StudiedSubscale, ...]
    not_asked: tuple[str, ...] = ()
    turned: frozenset[str] = frozenset()

    def without(self, items: Collection[str]) -> "Plan":
        """The plan as if these items had not been asked."""
        rest = frozenset(name for name in self.names if name not in items)
        return plan_of(self.instrument, self.choices, rest, self.turned)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items)

    @cached_property
    def columns(self) -> list[int]:
        """The studied items' places in a response's codes."""
        return layout(self.instrument).indexes(self.names)

    @cached_property
    def table(self) -> Floats:
        """The value of each code of each studied item, items x 256."""
        return np.asarray(layout(self.instrument).table[self.columns])

    @cached_property
    def reverse(self) -> tuple[bool, ...]:
        """Which studied items are turned for scores."""
        return tuple(item.reverse and item.id not in self.turned for item in self.items)

    @cached_property
    def keyed(self) -> dict[str, bool]:
        """Of each studied item by name, whether it is turned for scores."""
        return dict(zip(self.names, self.reverse, strict=True))

    def as_in_file(self, codes: Codes) -> Codes:
        """The studied items' codes (persons x items) of a block in the instrument's layout."""
        own = codes[:, self.columns]
        for place, item in enumerate(self.items):
            if item.id in self.turned:
                column = own[:, place]
                last = np.uint8(self.options[place] - 1)
                own[:, place] = np.where(column <= last, last - np.minimum(column, last), column)
        return own

    @cached_property
    def structured(self) -> tuple[int, ...]:
        """Places of the items that belong to a subscale: what is factored and correlated."""
        inside = {place for subscale in self.subscales for place in subscale.columns}
        return tuple(place for place in range(len(self.items)) if place in inside)

    @cached_property
    def options(self) -> tuple[int, ...]:
        """How many options each studied item has."""
        return tuple(len(item.options) for item in self.items)

    @cached_property
    def form_order(self) -> tuple[int, ...]:
        """Places of the studied items in the order they are asked."""
        order = {name: place for place, name in enumerate(self.names)}
        asked = [order[name] for name in self.form.items if name in order]
        return (*asked, *(place for place in range(len(self.items)) if place not in asked))


def plan_of(
    instrument: Instrument,
    choices: StudyChoices,
    asked: frozenset[str] | None = None,
    keyed: frozenset[str] = frozenset(),
) -> Plan:
    """The plan of a study of `instrument`.

    `asked` are the items that the data hold (all when None), `keyed` those whose answers stand turned in them.
    """
    form = instrument.form_by_id[choices.form] if choices.form else instrument.main_form
    wanted = set(form.items) if choices.form else set(instrument.item_by_id)
    studied = [
        item
        for item in instrument.items
        if item.kind.scored and item.id in wanted and (asked is None or item.id in asked)
    ]
    turned = frozenset(item.id for item in studied if item.reverse and item.id in keyed)
    place = {item.id: index for index, item in enumerate(studied)}
    subscales = [_studied(instrument, subscale, form, place, turned) for subscale in instrument.subscales]
    absent = tuple(
        item.id
        for item in instrument.items
        if item.kind.scored and item.id in wanted and item.id not in place
    )
    return Plan(instrument, choices, form, tuple(studied), tuple(subscales), absent, turned)


def _studied(
    instrument: Instrument,
    subscale: Subscale,
    form: Form,
    place: dict[str, int],
    turned: frozenset[str],
) -> StudiedSubscale:
    items = tuple(instrument.item(id) for id in subscale.items if id in place)
    return StudiedSubscale(
        subscale=subscale,
        items=items,
        columns=tuple(place[item.id] for item in items),
        reverse=tuple(item.reverse and item.id not in turned for item in items),
        minimum_answered=minimum_answered(subscale, form),
        left_out=tuple(id for id in subscale.items if id not in place),
    )
