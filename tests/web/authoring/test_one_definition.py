"""One line of a definition, the key of VS6, and everything that follows from it."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.loading import catalog
from engine.loading.folder import load
from engine.store import Store, StoreError
from tests.web.conftest import Clock, Survey, open_survey
from web.cli import main


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """An unpublished copy of the shipped instrument in which VS6 is no longer reverse-keyed."""
    folder = tmp_path / "collective-leadership" / "1.0.0"
    shutil.copytree(catalog.folder("collective-leadership@1.0.0"), folder)
    file = folder / "instrument.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"(\{id: VS6, .*?), reverse: true", r"\1", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return folder


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.slow
def test_a_changed_key_changes_scores_and_the_item_analysis(draft: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    run("simulate", "collective-leadership@1.0.0", "--sites", "4", "--persons", "30", "-o", answers)
    found = {}
    for name in ("collective-leadership@1.0.0", str(draft)):
        scores = csv.DictReader(run("score", name, answers).splitlines())
        study = json.loads(run("validate", name, answers, "--json", "-"))
        relations = study["subscales"]["vision"]["items"]["VS6"]["item_rest"]
        found[name] = ([row["vision"] for row in scores], relations, study["items"]["VS6"]["mean"])
    (scores, item_rest, mean), (other_scores, other_item_rest, other_mean) = found.values()
    assert scores != other_scores
    assert item_rest > 0 > other_item_rest
    assert mean == other_mean, "the mean of an item is as answered: its key does not touch it"


def shown(survey: Survey) -> list[str]:
    """The consent page and the first page of the form, without what is drawn by chance for each visit."""
    person = survey.respondent()
    pages = [person.open().page.html, person.start().page.html]
    secrets = r'name="(csrf_token|mark)" value="[^"]*"|data-key="[^"]*"|' + re.escape(survey.site.link)
    return [re.sub(secrets, "", page) for page in pages]


def test_a_changed_key_changes_the_form_by_not_one_byte(draft: Path, tmp_path: Path, clock: Clock) -> None:
    pages = []
    for name, instrument in (
        ("published", catalog.find("collective-leadership@1.0.0")),
        ("draft", load(draft)),
    ):
        with Store.open(tmp_path / f"{name}.db", now=clock) as store:
            pages.append(shown(open_survey(store, clock, instrument)))
    assert pages[0] == pages[1]


def test_a_published_version_keeps_its_key(draft: Path, store: Store) -> None:
    store.definitions.publish(catalog.find("collective-leadership@1.0.0"))
    with pytest.raises(StoreError, match="bump the version"):
        store.definitions.publish(load(draft))
