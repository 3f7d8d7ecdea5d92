"""Answers as KoboToolbox writes them unless told otherwise: groups before each name, choices whole and by option."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine

DATA = "_id _uuid _submission_time _validation_status _notes _status _submitted_by __version__ _tags _index"
Chosen = dict[str, list[str]]


def as_kobo(form: Path, data: Path, people: int = 20) -> list[Chosen]:
    """Write answers drawn at random to the choices of an XLSForm; gives what each person chose, by question."""
    book = python_calamine.CalamineWorkbook.from_path(form)
    lists: dict[str, list[str]] = {}
    for row in _rows(book, "choices"):
        lists.setdefault(row.get("list_name") or row["list name"], []).append(row["name"])
    drawn = np.random.default_rng(18)
    columns: dict[str, list[str]] = {}
    chosen: list[Chosen] = [{} for _ in range(people)]
    groups: list[str] = []
    for row in _rows(book, "survey"):
        type_, *words = row["type"].replace("begin_", "begin ").replace("end_", "end ").split()
        if type_ == "begin" and words:
            groups.append(row["name"])
        elif type_ == "end" and words:
            groups.pop()
        elif type_.startswith("select_"):
            options = [*lists[words[0]], *(["other"] if "or_other" in words else [])]
            most = len(options) if type_ == "select_multiple" else 1
            for person in chosen:
                person[row["name"]] = drawn.permutation(options)[: drawn.integers(0, most + 1)].tolist()
            name = "/".join([*groups, row["name"]])
            answers = [person[row["name"]] for person in chosen]
            columns[name] = [" ".join(answer) for answer in answers]
            if "or_other" in words:
                columns[f"{name}_other"] = [""] * people
            if type_ == "select_multiple":
                for option in options:
                    columns[f"{name}/{option}"] = [
                        str(int(option in answer)) if answer else "" for answer in answers
                    ]
        else:
            columns["/".join([*groups, row["name"]])] = [""] * people
    columns |= {name: [str(number) for number in range(people)] for name in DATA.split()}
    with data.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return chosen


def _rows(book: Any, sheet: str) -> list[Mapping[str, str]]:
    header, *rows = book.get_sheet_by_name(sheet).to_python()
    named = [{str(key): _text(cell) for key, cell in zip(header, row, strict=False)} for row in rows]
    return [row for row in named if row.get("type") or row.get("name")]


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
