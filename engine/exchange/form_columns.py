"""Columns of ODK, KoboToolbox and SurveyCTO: items behind the groups they are asked in, options behind their item.

`meetings/t1` and `meetings-t1` are item t1, `work/tools/chat` is the option chat of tools.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Item, Option

DATA_OF_FORMS: Final = frozenset(  # columns that ODK and Kobo add
    {
        "KEY",
        "SubmissionDate",
        "instanceID",
        "meta-instanceID",
        "meta/instanceID",
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "__version__",
    }
)

NAME: Final = re.compile(r"[\w./-]+")


def paths_of(item: Item, option: Option | None, given: ColumnMap) -> Iterator[str]:
    """How the data of a form name an item or one of its options, without groups: by ids, and as a column map says."""
    names = (item.id, *(old for old, new in given.columns.items() if new == item.id))
    if option is None:
        yield from names
        return
    meanings = given.meanings().get(item.id, {}).items()
    codes = (str(option.value), *(cell for cell, meaning in meanings if meaning == str(option.value)))
    yield from (f"{name}/{code}" for name in names for code in codes)


def with_groups(given: ColumnMap, header: Sequence[str]) -> ColumnMap:
    """A column map whose columns are named as in the header, where they stand there behind groups."""
    if DATA_OF_FORMS.isdisjoint(header):
        return given
    absent = {name: name for name in (*given.columns, *given.ignore) if name not in header}
    found = {name: fits[0] for name, fits in named_by_path(header, absent, True).items() if len(fits) == 1}
    columns = {found.get(name, name): id for name, id in given.columns.items()}
    return replace(given, columns=columns, ignore=tuple(found.get(name, name) for name in given.ignore))


def of_form(header: Collection[str], paths: Collection[str]) -> bool:
    """Whether a file is data of such a form: by the columns that the tools add, or by an option behind a group."""
    if not DATA_OF_FORMS.isdisjoint(header):
        return True
    options = {path for path in paths if "/" in path}
    return any(end in options for name in header for end in _ends(name) if end != name)


def named_by_path(names: Iterable[str], paths: Mapping[str, str], groups: bool) -> dict[str, list[str]]:
    """The columns that end in the path of an item or option, by its id; of several paths the longest counts.

    `paths` give the id by path; `groups` says whether groups may stand in front.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        ends = _ends(name) if groups else iter((name,))
        path = next((end for end in ends if end in paths), None)
        if path is not None:
            found.setdefault(paths[path], []).append(name)
    return found


def spellings(name: str, groups: bool) -> dict[str, None]:
    """How the id of a column's item may be spelled."""
    ends = _ends(name) if groups else (name,)
    return dict.fromkeys(with_underscores(end.replace("/", "_")) for end in ends)


def with_underscores(name: str) -> str:
    """An id with _ for hyphens, points, blanks and brackets."""
    return re.sub(r"[-. _\[\]]+", "_", name).strip("_")


def _ends(name: str) -> Iterator[str]:
    """A column's name, and what is left of it behind each of its groups; words of a label are no group."""
    yield name
    for sign in re.finditer("[/-]", name):
        if NAME.fullmatch(name[: sign.start()]):
            yield name[sign.end() :]
