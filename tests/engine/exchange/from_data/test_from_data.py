"""A definition from answers alone: what is found, what is left out, and what is asked rather than decided."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from engine.commands.new_definition import new
from engine.exchange.column_maps import map_for
from engine.exchange.response_csv import read_responses
from engine.loading.folder import column_map, load
from tests.engine.exchange.foreign.real_files import real

SAID = [
    "--licence",
    "CC-BY-4.0",
    "--audience",
    "staff",
    "--privacy",
    "anonymous",
    "--minimum-group",
    "5",
    "--language",
    "en",
]


def made(folder: Path, text: str, *more: str) -> tuple[Result, Path, Path]:
    file, out = folder / "answers.csv", folder / "draft"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(new, ["--from-data", str(file), "-o", str(out), *SAID, *more]), file, out


@pytest.fixture
def answers() -> str:
    random = np.random.default_rng(4)
    lines = ["Timestamp,E-mail,Record_ID,R1,R2,R3,R4,How often?,age,tools,x___1,x___2,Anything to add?,site"]
    often = ["Never", "Rarely", "Often"]
    for row in range(60):
        trait = random.normal()
        points = [
            int(np.clip(round(3 + sign * trait + random.normal(0, 0.6)), 1, 5)) for sign in (1, 1, 1, -1)
        ]
        points[0] = 99 if row == 7 else points[0]
        some = ["Art;Books", "Books", "Art"][row % 3]
        lines.append(
            f"2026-05-{row % 28 + 1:02d} 10:00,p{row}@example.org,{row + 1},{','.join(map(str, points))},"
            f"{often[row % 3]},{20 + row % 37},{some},{row % 2},1,words {row} of a person,{'ABC'[row % 3]}"
        )
    return "\n".join(lines) + "\n"


def test_a_draft_is_one_and_reads_the_file_it_came_from(answers: str, tmp_path: Path) -> None:
    done, file, out = made(tmp_path, answers)
    assert done.exit_code == 0, done.stderr
    draft = load(out)
    kinds = {item.id: item.kind.name for item in draft.items}
    assert [kinds[id] for id in ("R1", "R2", "R3", "R4")] == ["scale"] * 4
    assert kinds["age"] == "number"
    assert kinds["tools"] == kinds["x"] == "choose_many"
    assert draft.item_by_id["R1"].non_answers, "99 stands apart, and is proposed as no answer"
    assert len(read_responses(file, draft, column_map(out / "columns.yaml"))) == 60


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("xlsx-ods/exam_anxiety.xlsx", 43),
        ("xlsx-ods/job_adverts.xlsx", 39),
        ("xlsx-ods/jolla.ods", 489),
        ("xlsx-ods/lycee.xlsx", 493),
        ("google-ms-forms/digilocker.xlsx", 186),
        ("google-ms-forms/dutch_eval.xlsx", 29),
        ("google-ms-forms/ms_curriculum.xlsx", 230),
        ("google-ms-forms/refactoring.xlsx", 167),
        ("ls-responses/imagery_codes.csv", 50),
        ("ls-responses/scicom_labels.csv", 53),
        ("sav/bfi2_grip.sav", 400),
        ("sav/wellbeing_hungarian.sav", 500),
        ("dta/teams.dta", 164),
    ],
)
def test_a_draft_of_others_answers_reads_the_file_it_came_from(
    name: str, people: int, tmp_path: Path
) -> None:
    file, out = real(*name.split("/")), tmp_path / "draft"
    done = CliRunner().invoke(new, ["--from-data", str(file), "-o", str(out), "--id", "found", *SAID])
    assert done.exit_code == 0, done.stderr
    assert len(read_responses(file, load(out), map_for(str(out), file, None)[0])) == people


def test_columns_of_one_name_are_read_by_the_map_that_comes_with_the_draft(tmp_path: Path) -> None:
    lines = ["Rate it,Rate it,school", *(f"{row % 5 + 1},{(row + 2) % 5 + 1},Oak" for row in range(60))]
    done, file, out = made(tmp_path, "\n".join(lines) + "\n")
    assert done.exit_code == 0, done.stderr
    given, _ = map_for(str(out), file, None)
    assert given is not None
    assert list(given.columns) == ["Rate it", "Rate it (2)"]
    first, second, *_ = read_responses(file, load(out), given).codes.T.tolist()
    assert second == [(code + 2) % 5 for code in first]


def test_nothing_is_decided_that_answers_cannot_tell(answers: str, tmp_path: Path) -> None:
    done, _, out = made(tmp_path, answers)
    draft = load(out)
    assert draft.subscales == ()
    assert not any(item.reverse for item in draft.items)
    assert not any(item.text in ("E-mail", "Timestamp", "Record_ID") for item in draft.items)
    asked = (out / "questions.txt").read_text()
    assert "  R4\n    Do these ask the opposite of the items beside them?" in asked
    assert "Do these share a response scale" in done.stdout
    assert "column 'E-mail': E-mail: its name says that it tells who somebody is" in asked


def test_the_order_of_labels_is_what_a_person_says_and_nothing_else(answers: str, tmp_path: Path) -> None:
    done, _, out = made(tmp_path, answers, "--order", "Never|Rarely|Sometimes|Often")
    assert done.exit_code == 0, done.stderr
    item = next(item for item in load(out).items if item.text == "How often?")
    assert [(option.value, option.label) for option in item.options] == [
        (1, "Never"),
        (2, "Rarely"),
        (3, "Sometimes"),
        (4, "Often"),
    ]


def test_a_file_without_answers_makes_no_draft(tmp_path: Path) -> None:
    done, _, out = made(tmp_path, "Timestamp,Name\n2026-01-01,Ann\n")
    assert done.exit_code == 1
    assert "no_items" in done.stderr
    assert "a file of more people" in done.stderr
    assert not out.exists()
