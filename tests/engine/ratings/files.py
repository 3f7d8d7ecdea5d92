"""Small files of ratings, for the tests of commands and of the report."""

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[3] / "docs"
ESSAYS = [(4, 5, 4), (2, 2, 3), (5, 5, 5), (1, 2, 1), (3, 3, 4), (4, 4, 4), (2, 1, 2), (5, 4, 5)]
NAMES = ("Ann", "Ben", "Cleo")
WORDS = ("low", "medium", "high")


def wide(target: str = "essay") -> str:
    rows = [f"E{number},{','.join(map(str, row))}" for number, row in enumerate(ESSAYS, start=1)]
    return "\n".join([f"{target},{','.join(NAMES)}", *rows]) + "\n"


def long_of_words() -> str:
    """A row a rating, in words of three categories."""
    rows = [
        f"E{number},{name},{WORDS[(rating - 1) // 2]}"
        for number, row in enumerate(ESSAYS, start=1)
        for name, rating in zip(NAMES, row, strict=True)
    ]
    return "\n".join(["essay,teacher,grade", *rows]) + "\n"


def workbook(path: Path) -> None:
    """The same as an Excel workbook with a second sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "May"
    sheet.append(["essay", *NAMES])
    for number, row in enumerate(ESSAYS, start=1):
        sheet.append([f"E{number}", *row])
    book.create_sheet("Notes").append(["nothing here"])
    book.save(path)


def categories() -> str:
    """Two raters' categories of forty cases."""
    pairs = [("yes", "yes")] * 18 + [("no", "no")] * 16 + [("yes", "no")] * 3 + [("no", "yes")] * 3
    return "first,second\n" + "".join(f"{one},{other}\n" for one, other in pairs)


def experts() -> str:
    """Six experts' ratings of four items of the shipped instrument, from 1 to 4; one is missing."""
    rows = ("VS1,4,4,3,4,4,3", "VS2,4,3,4,,2,4", "VS3,2,3,4,1,2,3", "VS4,4,4,4,3,4,4")
    return "\n".join(["item,Ada,Ben,Cleo,Dan,Eva,Fay", *rows]) + "\n"


def documented(page: str) -> set[str]:
    """The paths that a page lists under The JSON: a name of the first column, or one of the second behind it."""
    names: set[str] = set()
    section = (DOCS / page).read_text(encoding="utf-8").split("## The JSON")[1]
    for first, second in re.findall(r"^\| (`.*?) \| (.*) \|$", section, re.M):
        for name in re.findall(r"`([^`]+)`", first):
            path = re.sub(r"<[^>]*>", "*", name.replace("[]", ".*"))
            names |= {path} | {f"{path}.{inner}" for inner in re.findall(r"`([^`]+)`", second)}
    return names


def paths(value: Any, path: str = "") -> set[str]:
    """Where every value of a JSON lies; of what is named by data there is one."""
    if isinstance(value, dict):
        keyed = path in ("icc.forms", "krippendorff", "pairs.*.kappa", "versions")
        inner = [("*" if keyed else key, one) for key, one in value.items()]
    elif isinstance(value, list):
        inner = [("*", one) for one in value]
    else:
        return {path.removesuffix(".*")}
    return {name for key, one in inner for name in paths(one, f"{path}.{key}".strip("."))}
