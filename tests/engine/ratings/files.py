"""Small files of ratings, for the tests of commands and of the report."""

from pathlib import Path

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
