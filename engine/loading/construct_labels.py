"""What constructs are called, whichever of the shipped maps they are in: a broader one may stand in another map."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from engine.instrument.construct_map import map_texts
from engine.loading.folder import construct_map
from engine.loading.places import instruments_folder
from engine.problems import Refused


def construct_labels(language: str) -> Mapping[str, str]:
    """The label of each construct by its id, in a language where its map has it; none of a map that is refused."""
    return _labels(instruments_folder() / "constructs", language)


@lru_cache(maxsize=16)
def _labels(folder: Path, language: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        if "." in file.stem:  # a translation of the map beside it
            continue
        try:
            read = construct_map(file)
        except Refused:
            continue
        translation = read.translation(language)
        texts = {**map_texts(read), **(translation.texts if translation else {})}
        found |= {one.id: texts[f"constructs.{one.id}.label"] for one in read.constructs}
    return MappingProxyType(found)
