"""A wrong foreign file for each code, and what is said of it."""

from pathlib import Path

from engine.exchange.foreign.convert import convert
from engine.problems import Problem, Refused

LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<document>&b;</document>'
ONLY_A_NOTE = "survey,,,\n,type,name,label\n,note,hello,Hello\n"

WRONG_SURVEYS: dict[str, tuple[str, str]] = {
    "foreign_format": ("notes.json", '{"shopping": ["milk", "bread"]}'),
    "foreign_unreadable": ("survey.lss", "<document><LimeSurveyDocType>Survey"),
    "foreign_unsafe": ("survey.lss", LAUGHS),
    "foreign_empty": ("form.csv", ONLY_A_NOTE),
    "foreign_too_large": ("answers.csv", "a,b\n" + "1,2\n" * 50_001),
}


def foreign_problems(code: str, place: Path) -> list[Problem]:
    name, text = WRONG_SURVEYS[code]
    (place / name).write_text(text, encoding="utf-8")
    try:
        convert(place / name)
    except Refused as refused:
        return list(refused.problems)
    return []
