"""docs/problems.md, generated: every code with an example and what is said about it.

`python -m tests.engine.problem_list` writes it; a test proves that it is current.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from engine.problems import Problem
from engine.problems import codes as problems
from engine.problems.codes import ADVICE
from tests.engine.problem_cases import all_cases

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"

HEAD = """# Problems and what to do about them

Whatever is handed to Barograph is checked whole, and everything that is wrong is said at once, as
`file:line: code: cause; remedy`. This page explains the codes. It is generated from the catalogue in
`engine/problems/codes.py` and from an example of each, by `python -m tests.engine.problem_list`.

Advice, marked so, is listed and keeps nothing from working.
"""

GROUPS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Reading a file", problems.FILES),
    ("The shape of a definition", problems.SHAPE),
    ("What a definition says", problems.DEFINITION),
    ("The files beside a definition", problems.COMPANIONS),
    ("Playbooks", problems.PLAYBOOKS),
    ("Wording and short subscales", problems.LINT),
    ("Uploading a definition", problems.UPLOADS),
    ("Publishing", problems.PUBLISHING),
    ("Finding an instrument", problems.CATALOG),
    ("Answers", problems.ANSWERS),
    ("Files of responses", problems.RESPONSE_FILES),
    ("Files of ratings", problems.RATINGS),
    ("Translators' sheets", problems.TRANSLATING),
    ("Surveys of other tools", problems.FOREIGN),
    ("Schools, waves and settings", problems.PROGRAM),
)


def page() -> str:
    with tempfile.TemporaryDirectory() as place:
        cases = {code: (found, line) for code, found, line in all_cases(Path(place))}
    parts = [HEAD]
    for title, codes in GROUPS:
        parts.append(f"## {title}\n")
        parts += [_part(code, meaning, *cases.get(code, ([], ""))) for code, meaning in codes.items()]
    return "\n".join(parts)


def _part(code: str, meaning: str, found: list[Problem], line: str) -> str:
    lines = [f"### `{code}`{' (advice)' if code in ADVICE else ''}\n", f"{meaning}\n"]
    if line:
        lines.append("\n".join(f"    {one}" for one in line.splitlines()) + "\n")
    said = next((one for one in found if one.code == code), None)
    if said is not None:
        cause = re.sub(r"\s+", " ", said.cause)
        lines.append(f"> {cause}; {said.remedy}\n")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
