"""The page that lists every shipped instrument, made from the definitions: `python -m tests.instruments.overview`."""

from pathlib import Path
from typing import Final

from engine.instrument.model import Instrument
from engine.loading import catalog

PAGE: Final = Path(__file__).parents[2] / "docs" / "instruments" / "README.md"
HEAD: Final = """# The instruments

What comes with Barograph, from the definitions in [instruments](../../instruments). All texts but those for research
are ours (CC-BY-4.0). **None of ours was tried with people yet**, and every Spanish text is a draft that no second
speaker has read. Statements counts what is asked on the full form.

What changed from a first version to a second: [collective leadership](collective-leadership.md),
[educator efficacy](educator-efficacy.md).
"""
BESIDE: Final = """
## What is measured, and by whom

Two instruments that name the same construct ask for it in the words of their audiences, and `under` names the broader
construct that it is part of. Items with the same id in such a pair ask for the same thing: practices of teachers and of
their students, a district's people and leaders of schools, and what leaders expect of their staff beside what staff
answer. Scores of two audiences stand beside each other and are never averaged; no gap is a number before somebody has
examined whether both audiences answer alike (invariance).

| Construct | Part of | Asked by |
|---|---|---|
"""


def shipped() -> list[Instrument]:
    return [catalog.find(one.id, one.version) for one in catalog.list_instruments()]


def page() -> str:
    found = shipped()
    rows = [
        "\n| Instrument | Who answers | Statements | Minutes | Reading grade | Least group | For |\n"
        "|---|---|---|---|---|---|---|\n"
    ]
    for one in found:
        use = (one.intended_use or "").split(". ")[0].rstrip(".")
        use += " (research only)" if one.research_only else ""
        rows.append(
            f"| `{one.id}` {one.version} | {one.audience.value.replace('_', ' ')} | {len(one.main_form.items)} | "
            f"{one.minutes or '–'} | {one.reading_grade or '–'} | {one.minimum_group} | {use} |\n"
        )
    return HEAD + "".join(rows) + BESIDE + "".join(_constructs(found))


def _constructs(found: list[Instrument]) -> list[str]:
    asked: dict[str, list[str]] = {}
    known: dict[str, tuple[str, str]] = {}
    for one in found:
        for scale in one.subscales:
            if one.construct_map is None or scale.construct is None:
                continue
            construct = one.construct_map.construct(scale.construct)
            if construct is not None:
                known[construct.id] = (construct.label, construct.under or "")
                names = asked.setdefault(construct.id, [])
                names += [f"`{one.id}`"] if f"`{one.id}`" not in names else []
    return [
        f"| {label} (`{id}`) | {f'`{under}`' if under else ''} | {', '.join(asked[id])} |\n"
        for id, (label, under) in sorted(known.items(), key=lambda pair: (pair[1][1] or pair[0], pair[0]))
    ]


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
