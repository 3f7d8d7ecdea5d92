"""The responses a study reads: parts of them, as often as a pass is needed, from a file or from a store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.exchange.response_csv import ResponseFile
from engine.instrument.model import Instrument
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.responses.layout import NOT_ON_FORM, Block, Codes, layout
from engine.store.names import one_spelling
from engine.validation.parts import HERE, Executor, Part, PartSource, Places

ROWS = 65_536
"""Persons in a part of a file: large enough for fast matrix products, small enough to stay in memory."""

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way of putting people into groups: its name (a column or an item) and the groups' labels."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Responses that can be read again: `parts()` starts a pass and yields the same persons each time.

    `asked` names the items that the data hold; `digest` is that of the file (None where only the pass can
    tell); `keyed` names the reverse-keyed items whose answers stand turned in the file (codes are always as
    answered); `simulated` data are made up, and every report says so; `counted` says whose answers these are, where
    they are not all there were; `rows` are the numbers of their rows in a file; `ids` say
    whose each row is, in the order of the parts. `pieces` are what the parts are read from where that need not be
    here, and `executor` does the passes that `each` is for.
    """

    parts: Callable[[], Iterable[Part]]
    name: str
    digest: str | None
    cluster: Grouping | None = None
    groupings: tuple[Grouping, ...] = ()
    asked: frozenset[str] | None = None
    keyed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    simulated: bool = False
    counted: str = ""
    rows: NDArray[np.integer] | None = None
    ids: tuple[str | None, ...] | None = None
    pieces: Callable[[], Iterable[PartSource]] | None = None
    executor: Executor = HERE

    def each(self, work: Callable[[Part], R], doing: str) -> Iterator[R]:
        """The results of a function for every part, in order; `doing` is what people are told meanwhile."""
        return self.executor.each(work, self.all_pieces(), doing)

    def all_pieces(self) -> Iterable[PartSource]:
        """What the passes are cut into."""
        return (self.pieces or self.parts)()


def data_of_file(
    read: ResponseFile,
    *,
    cluster: str | None = None,
    groups: Sequence[str] = (),
    keyed: frozenset[str] = frozenset(),
    ids: str | None = None,
) -> Data:
    """The data of a file: `cluster` is one of its kept columns, `groups` kept columns or items with options, `ids`
    the kept column that says who a person is.

    Names in these columns that are one by the rule of the store (`engine.store.names`) are one cluster or group, and
    the notes say which. Where the kept columns have one named `simulated` that says yes on any row, the data are
    simulated.
    """
    codes = read.codes
    named = (*((cluster,) if cluster else ()), *groups)
    spelled = {name: one_spelling(read.labels[name]) for name in named if name in read.labels}
    places, grouping = (None, None) if cluster is None else of_labels(cluster, spelled[cluster][0])
    found = [
        of_labels(name, spelled[name][0]) if name in spelled else _of_item(read.instrument, name, codes)
        for name in groups
    ]
    joined = (
        _read_as_one(name, *spelling)
        for name, (_, several) in spelled.items()
        for spelling in several.items()
    )

    def parts() -> Iterator[Part]:
        for first in range(0, len(codes), ROWS):
            rows = slice(first, first + ROWS)
            own = None if places is None else places[rows]
            yield Part(codes[rows], own, tuple(subscale[rows] for subscale, _ in found))

    return Data(
        parts=parts,
        name=read.name,
        digest=read.digest,
        cluster=grouping,
        groupings=tuple(grouping for _, grouping in found),
        asked=_asked(read.instrument, codes),
        keyed=keyed,
        notes=(*read.notes, *joined),
        simulated=read.simulated,
        rows=read.numbers,
        ids=None if ids is None else tuple(text or None for text in read.labels[ids]),
    )


def data_of_blocks(
    instrument: Instrument,
    blocks: Callable[[], Iterable[Block]],
    *,
    name: str,
    form: str,
    site_names: Sequence[str],
    shown: NDArray[np.bool_] | None = None,
    groups: Sequence[str] = (),
    cluster: str = "site",
    simulated: bool = False,
) -> Data:
    """The data of a closed wave: blocks of the store, each site a cluster; `groups` are items with options.

    `shown` says of each site whether its people may be counted at all (True where None): a site under the wave's
    minimum group must be in no number, or a difference of two tables would give it away.
    """
    labels = tuple(_item_grouping(instrument, one) for one in groups)

    def parts() -> Iterator[Part]:
        for block in blocks():
            keep = slice(None) if shown is None else shown[block.sites]
            codes, sites = block.codes[keep], block.sites[keep]
            yield Part(codes, sites, tuple(_of_item(instrument, one, codes)[0] for one in groups))

    return Data(
        parts=parts,
        name=name,
        digest=None,
        cluster=Grouping(cluster, tuple(site_names)),
        groupings=labels,
        asked=frozenset(instrument.form(form).items),
        simulated=simulated,
    )


def _asked(instrument: Instrument, codes: Codes) -> frozenset[str]:
    there = (codes != NOT_ON_FORM).any(axis=0)
    columns = layout(instrument).columns
    return frozenset(column.item.id for column, asked in zip(columns, there, strict=True) if asked)


def _read_as_one(column: str, name: str, others: Sequence[str]) -> str:
    return f"column {column}: read as one, {name!r}: {listed([repr(other) for other in others])}"


def of_labels(name: str, texts: Sequence[str]) -> tuple[Places, Grouping]:
    """Labels in order (numbers by size), and each person's place among them; an empty cell is no group."""
    labels = sorted({text for text in texts if text}, key=_by_number)
    place = {label: index for index, label in enumerate(labels)} | {"": -1}
    places = np.fromiter((place[text] for text in texts), dtype=np.int64, count=len(texts))
    return places, Grouping(name, tuple(labels))


def _by_number(label: str) -> tuple[int, float, str]:
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label


def _item_grouping(instrument: Instrument, name: str) -> Grouping:
    item = instrument.item_by_id.get(name)
    if item is None or not item.closed or item.kind.several:
        choices = [one.id for one in instrument.items if one.kind.groups]
        remedy = did_you_mean(name, choices) or (
            f"name a column of the file, or one of these items: {listed(choices)}"
            if choices
            else "name a column of the file"
        )
        cause = f"{name!r} is neither a column of the file nor an item with options"
        raise Refused([Problem("no_column", "--group", cause, remedy)])
    return Grouping(name, tuple(option.label for option in item.options))


def _of_item(instrument: Instrument, name: str, codes: Codes) -> tuple[Places, Grouping]:
    grouping = _item_grouping(instrument, name)
    own = codes[:, layout(instrument).first[name]].astype(np.int64)
    return np.where(own < len(grouping.labels), own, -1), grouping
