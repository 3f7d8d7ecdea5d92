"""Studies of the reference data, run once each as the command runs them, and read as JSON."""

import functools
from pathlib import Path
from typing import Any

from engine.exchange.response_csv import read_responses
from engine.loading import catalog, folder
from engine.validation.data import data_of_file
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from tests import reference

INSTRUMENTS = Path(__file__).parents[2] / "instruments"

# reference data -> instrument, its column map, cluster column, items that stand turned in the file
SOURCES: dict[str, tuple[str | Path, bool, str | None, frozenset[str]]] = {
    "bfi": ("big-five-25", False, None, frozenset()),
    "lq2002": (INSTRUMENTS / "lq2002" / "1.0.0", False, "COMPID", frozenset()),
    "ability": (INSTRUMENTS / "ability" / "1.0.0", True, None, frozenset()),
    "science": (INSTRUMENTS / "science" / "1.0.0", False, None, frozenset()),
    "school-wellbeing": ("school-wellbeing", False, "class", frozenset({"W7", "W9", "W12"})),
}


@functools.cache
def study_of(name: str, only: str = "") -> ValidationStudy:
    """The study of a reference data set; of bfi, `only` names the letters of the subscales that count."""
    instrument, mapped, cluster, keyed = SOURCES[name]
    found = catalog.find(instrument)
    column_map = None
    if mapped or keyed:
        column_map = folder.column_map(catalog.folder(instrument) / "columns.yaml")
    read = read_responses(reference.data_path(name), found, column_map, keep=[cluster] if cluster else [])
    data = data_of_file(read, cluster=cluster, keyed=keyed)
    asked = data.asked
    if only and asked is not None:
        asked = frozenset(item for item in asked if item[0] in only)
    return run(data, plan_of(found, StudyChoices(cluster=cluster), asked, data.keyed))


@functools.cache
def json_of(name: str, only: str = "") -> dict[str, Any]:
    return study_json(study_of(name, only))
