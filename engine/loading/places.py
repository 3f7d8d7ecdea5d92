"""Where the instruments stand: the folder that is shipped beside the engine, or another that was named."""

import os
from pathlib import Path
from typing import Final

PLACE: Final = "BAROGRAPH_INSTRUMENTS"
SHIPPED: Final = Path(__file__).parents[2] / "instruments"


def instruments_folder() -> Path:
    """The folder that BAROGRAPH_INSTRUMENTS names, or the one shipped beside the engine."""
    named = os.environ.get(PLACE)
    return Path(named) if named else SHIPPED


def construct_folders(folder: Path) -> list[Path]:
    """The folders `constructs` that a definition may take its map from, the nearest first."""
    folder = folder.absolute()
    around = [folder, *folder.parents][:3]
    folders = [place / "constructs" for place in (*around, instruments_folder())]
    return [place for place in dict.fromkeys(folders) if _is_there(place)]


def module_folders(folder: Path) -> list[Path]:
    """The folders that hold instruments which a definition may include, the nearest first."""
    folder = folder.absolute()
    around = [folder / "modules", *(place for place in folder.parents[:2])]
    further = instruments_folder().absolute(), SHIPPED
    return [place for place in dict.fromkeys((*around, *further)) if _is_there(place)]


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a path that is too long, or that may not be looked at
        return False
