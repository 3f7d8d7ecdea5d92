"""What guides name to read, watch or fill in: in one place each, and recordings from when to when."""

import shutil
from pathlib import Path

import page
import pytest

from engine.language import speaking
from engine.loading import catalog
from engine.playbooks.folder import find_playbook, playbook_problems
from engine.playbooks.resources import seconds
from engine.problems import Problem
from engine.report.guides.guide import guide_document
from engine.report.media.to_pdf import pdf_bytes
from tests.engine.playbooks.wrong import TEXT

FOUND = find_playbook("collective-leadership")
FIRST = "        worksheet: initiative_inventory\n"
VIDEO = """\
      - step: why
        media: video
        address: "https://example.org/a-talk"
        title: "A talk"
        by: "Somebody, 2020"
        language: en
        from: "2:10"
        to: "1:02:10"
        use: "It shows a meeting."
"""
PLACE_OF_VIDEO = "    resources:\n"


def changed(before: str, after: str, place: Path) -> list[Problem]:
    folder = place / "collective-leadership" / "1.0.0"
    folder.mkdir(parents=True, exist_ok=True)
    assert before in TEXT
    (folder / "playbook.yaml").write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    found = [problem for problem in playbook_problems(folder) if problem.refuses]
    shutil.rmtree(folder)
    return found


def test_a_recording_is_named_with_its_times(tmp_path: Path) -> None:
    assert changed(PLACE_OF_VIDEO, PLACE_OF_VIDEO + VIDEO, tmp_path) == []
    assert [seconds(clock) for clock in ("0:00", "2:10", "1:02:10")] == [0, 130, 3730]


@pytest.mark.parametrize(
    ("before", "after", "code", "key"),
    [
        ('to: "1:02:10"', 'to: "2:10"', "resource_times", "to"),
        ('to: "1:02:10"', 'to: "2:09"', "resource_times", "to"),
        ('from: "2:10"', "from: 130", "resource_times", "from"),
        ('from: "2:10"', 'from: "2:70"', "resource_times", "from"),
        ("media: video", "media: article", "resource_times", "from"),
        ("https://example.org", "http://example.org", "resource_place", "address"),
        ("https://example.org/a-talk", "a talk", "resource_place", "address"),
        ('        by: "Somebody, 2020"\n', "", "missing_key", ""),
        ("media: video", "media: worksheet", "key_of_other_kind", "media"),
        ('address: "https://example.org/a-talk"', "worksheet: purpose_map", "key_of_other_kind", "title"),
        ('address: "https://example.org/a-talk"', "worksheet: purpose", "unknown_field", "worksheet"),
        (
            'address: "https://example.org/a-talk"',
            "instrument: team-safe",
            "unknown_instrument",
            "instrument",
        ),
        ('        address: "https://example.org/a-talk"\n', "", "resource_place", ""),
    ],
)
def test_what_is_wrong_with_one_is_said_in_its_place(
    before: str, after: str, code: str, key: str, tmp_path: Path
) -> None:
    assert before in VIDEO
    wrong = VIDEO.replace(before, after)
    found = changed(PLACE_OF_VIDEO, PLACE_OF_VIDEO + wrong, tmp_path)
    named = [problem for problem in found if problem.code == code]
    assert named, found
    assert all(problem.remedy for problem in named)
    lines = TEXT[: TEXT.index(PLACE_OF_VIDEO)].count("\n") + 2
    places = [int(problem.place.rpartition(":")[2]) - lines for problem in named]
    assert all(0 <= place <= wrong.count("\n") for place in places), named
    assert any(key in wrong.splitlines()[place] for place in places), named


def test_what_comes_along_bears_its_own_title_and_is_used_where_it_says() -> None:
    playbook = FOUND.playbook
    for tag in FOUND.languages:
        for guide in FOUND.spoken(tag)[0].guides:
            for one in guide.resources:
                if one.instrument:
                    instrument = catalog.in_language(catalog.find(one.instrument), tag)
                    assert one.title == instrument.title, (tag, guide.id)
                    assert one.minutes == instrument.minutes
                if one.help == "reading-together":
                    assert one.minutes == sum(part.minutes for part in playbook.discussion.agenda)
    for guide in playbook.guides:
        steps = {one.step for one in guide.resources}
        assert steps == {"why", "how", "do"}, guide.id


@pytest.mark.parametrize("tag", ["en", "es"])
def test_a_guide_on_paper_names_them_and_says_where_what_is_elsewhere_stands(tag: str) -> None:
    playbook, _ = FOUND.spoken(tag)
    guide = playbook.guide("orientation-to-improve")
    assert guide is not None
    with speaking(tag):
        document = guide_document(playbook, guide, {})
        made = pdf_bytes(document)
    told = [text for section in document.sections for block in section.blocks for text in _texts(block)]
    elsewhere = [one for one in guide.resources if one.address]
    assert elsewhere
    for one in guide.resources:
        assert any(one.use in text for text in told)
    for one in elsewhere:
        assert any(text.endswith(f" {one.address}") for text in told)
        assert (one.address or "").encode() in made  # it can be followed
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{one.rule_id}: {one.message}" for one in report.failures] == []


def _texts(block: object) -> list[str]:
    return [text for _, text in getattr(block, "rows", ())]
