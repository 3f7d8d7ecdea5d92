"""One change to the shipped playbook for each kind of problem that only playbooks have."""

import shutil
from pathlib import Path

from engine.loading.places import SHIPPED
from engine.playbooks.folder import find_playbook, playbook_problems
from engine.problems import Problem, Refused

PLACE = SHIPPED / "playbooks" / "collective-leadership" / "1.0.0"
TEXT = (PLACE / "playbook.yaml").read_text(encoding="utf-8")

# What stands there, and what is written instead.
WRONG: dict[str, tuple[str, str]] = {
    "guide_missing": ("  - id: orientation-to-improve\n", "  - id: vision-and-strategy-2\n"),
    "guide_names_another": ("Most schools have goals on paper.", "Shared influence begins with goals."),
    "resource_place": ('"https://nces.ed.gov/', '"http://nces.ed.gov/'),
    "resource_times": ("        help: predictions\n", '        help: predictions\n        from: "2:10"\n'),
    "guide_steps": ("      - id: how\n", "      - id: do\n"),
    "core_task": ("            core: true\n", "            core: false\n"),
    "unknown_field": ("      need_or_strength: need\n", "      need_or_power: need\n"),
    "example_answer": ("      prediction_low: 6\n", "      prediction_low: six\n"),
    "unknown_item": ("items: [VS3]", "items: [VS33]"),
    "unknown_construct": ("  - id: orientation-to-improve\n", "  - id: orientation-to-prove\n"),
    "missing_key": (
        "        kind: choose_one\n        options_from: constructs\n        required: gentle",
        "        kind: choose_one\n        required: gentle",
    ),
    "key_of_other_kind": ("    private: true\n", "    private: false\n"),
    "unknown_key": ("    when_strong:", "    when_strongest:"),
    "unknown_word": ("        kind: short_text", "        kind: text"),
    "folder_name": ('version: "1.0.0"', 'version: "1.0.1"'),
    "unknown_instrument": ("instrument: collective-leadership", "instrument: collective-leading"),
    "check_in_statements": ("    - [VS7, SA7, CR7]  #", "    - [VS7, SA9, CR7]  #"),
    "unknown_construct_map": ("construct_map: system-conditions", "construct_map: conditions"),
}
OWN = (
    "check_in_statements",
    "guide_missing",
    "resource_place",
    "resource_times",
    "guide_names_another",
    "guide_steps",
    "core_task",
    "unknown_field",
)


def wrong_playbook(code: str, place: Path) -> list[Problem]:
    """What is said about the shipped playbook with one thing wrong in it."""
    folder = place / "collective-leadership" / "1.0.0"
    folder.mkdir(parents=True, exist_ok=True)
    before, after = WRONG[code]
    assert before in TEXT
    (folder / "playbook.yaml").write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    found = list(playbook_problems(folder))
    shutil.rmtree(folder)
    return found


def unknown_playbook() -> list[Problem]:
    try:
        find_playbook("collective-leadersip")
    except Refused as refused:
        return list(refused.problems)
    return []
