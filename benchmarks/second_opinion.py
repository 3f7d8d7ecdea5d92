"""Second opinions on five data sets, in every medium, with the time they take.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.second_opinion FOLDER [--write]

FOLDER gets each as JSON, HTML, PDF and text; --write puts the table into docs/decisions/second-opinion.md.
"""

import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.demo.fill import fill, found
from engine.exchange.response_csv import read_responses
from engine.loading import catalog, folder
from engine.report.media.to_html import html
from engine.report.media.to_pdf import pdf
from engine.report.study import OPEN_SECTIONS, study_document
from engine.report.study.second_opinion import largest_in_words
from engine.report.study.terminal import summary
from engine.store import Store
from engine.validation.data import data_of_file
from engine.validation.plan import StudyChoices, noun_of, plan_of
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from engine.waves.study import computed_study
from engine.waves.study_choices import WaveStudyChoices
from engine.waves.study_control import without_schools
from psychometrics.second_opinion.reasons import CLOSE, REASONS
from tests import reference

INSTRUMENTS = Path(__file__).parents[1] / "tests" / "instruments"
PAGE = Path(__file__).parents[1] / "docs" / "decisions" / "second-opinion.md"
BEGIN, END = "<!-- made by python -m benchmarks.second_opinion -->\n", "<!-- end -->\n"


@dataclass(frozen=True)
class Example:
    """A file of responses: its instrument, the columns that matter, and the items that stand turned in it."""

    name: str
    instrument: str | Path
    cluster: str | None = None
    groups: tuple[str, ...] = ()
    turned: frozenset[str] = frozenset()


EXAMPLES = (
    Example("bfi", "big-five-25", groups=("gender",)),
    Example("school-wellbeing", "school-wellbeing", "class", turned=frozenset({"W7", "W9", "W12"})),
    Example("lq2002", INSTRUMENTS / "lq2002" / "1.0.0", "COMPID"),
    Example("hs1939", INSTRUMENTS / "hs1939" / "1.0.0", groups=("school",)),
)


def study_of(example: Example, *, second_opinion: bool) -> ValidationStudy:
    instrument = catalog.find(example.instrument)
    columns = None
    if example.turned:
        columns = folder.column_map(catalog.folder(example.instrument) / "columns.yaml")
    keep = [*example.groups, *((example.cluster,) if example.cluster else ())]
    read = read_responses(_file(example), instrument, columns, keep=keep)
    data = data_of_file(read, cluster=example.cluster, groups=example.groups, keyed=example.turned)
    choices = StudyChoices(
        cluster=example.cluster,
        groups=example.groups,
        cluster_noun=noun_of(example.cluster or ""),
        second_opinion=second_opinion,
    )
    return run(data, plan_of(instrument, choices, data.asked, data.keyed))


def _file(example: Example) -> Path:
    """The file; hs1939 with its points rounded to whole ones."""
    path = reference.data_path(example.name)
    if example.name != "hs1939":
        return path
    rounded = Path(tempfile.mkdtemp()) / "hs1939.csv"
    with path.open(newline="") as source, rounded.open("w", newline="") as target:
        rows = csv.DictReader(source)
        writer = csv.DictWriter(target, ["school", *(f"x{n}" for n in range(1, 10))], extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {f"x{n}": round(float(row[f"x{n}"])) for n in range(1, 10)})
    return rounded


def wave_study(*, second_opinion: bool) -> tuple[ValidationStudy, float]:
    """The study of the demonstration's first closed wave, and the seconds it took."""
    with tempfile.TemporaryDirectory() as place, Store.open(Path(place) / "demo.db") as store:
        fill(store)
        demo = found(store)
        assert demo is not None
        wave = demo.closed[0]
        began = time.perf_counter()
        study = computed_study(
            store, wave, store.results.snapshot(wave), lambda *_: None, WaveStudyChoices(second_opinion)
        )
        return without_schools(study), time.perf_counter() - began


def studies() -> Iterator[tuple[str, ValidationStudy, float]]:
    """Each example's name, its study with a second opinion, and the seconds of the study without."""
    for example in EXAMPLES:
        began = time.perf_counter()
        study_of(example, second_opinion=False)
        alone = time.perf_counter() - began
        yield example.name, study_of(example, second_opinion=True), alone
    _, alone = wave_study(second_opinion=False)
    study, _ = wave_study(second_opinion=True)
    yield "demonstration wave", study, alone


def write(name: str, study: ValidationStudy, target: Path) -> None:
    """The study in its four media."""
    place = target / name.replace(" ", "-")
    document = study_document(study)
    place.with_suffix(".json").write_text(json.dumps(study_json(study), indent=1, allow_nan=False))
    place.with_suffix(".html").write_text(html(document, open_sections=OPEN_SECTIONS))
    pdf(replace(document, paper="a4"), place.with_suffix(".pdf"))
    place.with_suffix(".txt").write_text(summary(study) + "\n")


def row(name: str, study: ValidationStudy, alone: float) -> str:
    opinion = study.second_opinion
    assert opinion is not None
    given = [one for comparison in opinion.comparisons for one in comparison.opinions]
    reasons = dict.fromkeys(name for one in given for name in one.why)
    unknown = sum(one.left > CLOSE and not one.known for one in given)
    cells = [
        name,
        f"{study.sample.n:,}",
        f"{len(given)} of {sum(one.asked for one in opinion.programs)}",
        str(sum(one.largest < CLOSE for one in given)),
        largest_in_words(opinion),
        ", ".join(REASONS[name].short for name in reasons),
        str(unknown),
        f"{alone:.1f}",
        f"{opinion.seconds:.1f} ({', '.join(f'{one.seconds:.1f}' for one in opinion.programs if one.seconds)})",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    lines = [
        "| data | people | numbers given | differ by less than .0005 | largest difference | reasons | without a "
        "reason | study alone, s | second opinion, s (each program) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, study, alone in studies():
        write(name, study, target)
        lines.append(row(name, study, alone))
        print(lines[-1])
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        table = "\n".join(lines) + "\n"
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
