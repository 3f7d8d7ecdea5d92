"""Stata files, .dta of all versions."""

from collections.abc import Iterator
from pathlib import Path

from engine.exchange.answers.blocks import CellBlock, FileFacts
from engine.exchange.answers.statistics_files import pyreadstat_or_refuse, read_with


def read(path: Path, sheet: str | None, encoding: str | None) -> tuple[FileFacts, Iterator[CellBlock]]:
    """Its variables and observations; .a to .z come as such, as each may say another reason."""
    return read_with(pyreadstat_or_refuse(path.name).read_dta, path, encoding)
