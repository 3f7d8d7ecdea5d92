"""A sheet for translators of a small instrument, and one wrong sheet for each code."""

from engine.authoring.translation_sheet import SheetText, as_csv, read_sheet
from engine.problems import Problem, Refused

TEXTS = [
    SheetText("title", "title", "Meetings of {n} people", "Reuniones de {n} personas"),
    SheetText("response_scales.true3.1", "answer", "Not true", "Nada cierto", "true3"),
    SheetText("response_scales.true3.2", "answer", "2", "", "true3"),
    SheetText("response_scales.true3.3", "answer", "True", "Cierto", "true3"),
    SheetText("items.M1.text", "question", "They end on time.", "Terminan a tiempo."),
]
GOOD = as_csv(TEXTS).decode("utf-8-sig")
WRONG_SHEETS = {
    "sheet_columns": GOOD.replace("translation", "Spanish", 1),
    "sheet_id": GOOD.replace("items.M1.text", "items.M1.txt"),
    "sheet_twice": GOOD + "title,title,Meetings of {n} people,Juntas de {n} personas,\n",
    "sheet_missing": "".join(GOOD.splitlines(keepends=True)[:-1]),
    "sheet_empty": GOOD.replace("Terminan a tiempo.", ""),
    "sheet_source": GOOD.replace("They end on time.", "They end early."),
    "sheet_blank": GOOD.replace("Reuniones de {n} personas", "Reuniones"),
    "sheet_scale": GOOD.replace("Nada cierto", "Cierto"),
}


def sheet_problems(code: str) -> list[Problem]:
    try:
        read_sheet(WRONG_SHEETS[code].encode(), "translated.csv", TEXTS)
    except Refused as refused:
        return list(refused.problems)
    return []
