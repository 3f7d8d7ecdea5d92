"""What a class, a department or a team said together, as its teacher or its school reads it."""

from collections.abc import Mapping

from engine.language import count, say, spoken
from engine.printed import day_words, joined, listed, shortest, whole
from engine.report.document import Block, Bullets, Document, Paragraph, Section
from engine.report.school.conditions import meaning_texts, statements_figure
from engine.report.school.wording import interval, level_label, printed
from engine.results.model import FrozenMeasure, FrozenResult
from engine.results.model_score import FrozenScore
from engine.results.model_unit import FrozenUnit

CLASS = "class"


def unit_document(frozen: FrozenResult, unit: FrozenUnit, own: Mapping[str, str] | None = None) -> Document:
    """Compose the result of a unit; `own` holds by statement what the teacher chose, to be read beside the class.

    Both are laid side by side and never subtracted: whether two audiences understand statements alike is not known.
    """
    sections = [_section(one, score, own) for one in frozen.measures if (score := unit.scores.get(one.id))]
    sections += _composites(frozen, unit)
    hidden = [one.label for one in frozen.measures if one.scored and not unit.scores.get(one.id)]
    if hidden:
        text = say("units.result.hidden", labels=joined(hidden, "and"))
        sections.append(Section("hidden", say("units.result.hidden_title"), (Paragraph(text),)))
    sections.append(_limits(frozen, unit, beside=own is not None))
    wave = frozen.wave
    closed = say("report.closed", day=day_words(unit.closed))
    return Document(
        title=say(f"units.result.title_{_who(unit)}", unit=unit.name),
        language=spoken().tag,
        place=unit.name,
        context=f"{unit.name} · {unit.school} · {frozen.instrument.title} · {wave.title} · {closed}",
        lead=_lead(unit),
        sections=tuple(sections),
        tags=(say("report.simulated"),) if unit.simulated else (),
        provenance=(
            say(
                "report.provenance",
                instrument=frozen.instrument.id,
                version=frozen.instrument.version,
                form=wave.form,
                wave=wave.title,
            ),
        ),
    )


def _who(unit: FrozenUnit) -> str:
    return CLASS if unit.kind == CLASS else "team"


def _lead(unit: FrozenUnit) -> str:
    if unit.expected and unit.expected >= unit.n:
        answered = say("units.result.answered_of", n=whole(unit.n), of=whole(unit.expected))
    else:
        answered = count("units.result.answered", unit.n)
    return f"{answered} {say(f'units.result.read_{_who(unit)}', school=unit.school)}"


def _section(one: FrozenMeasure, score: FrozenScore, own: Mapping[str, str] | None) -> Section:
    blocks: list[Block] = [Paragraph(_summary(one, score), strong=True)]
    blocks += [Paragraph(text) for text in meaning_texts(one, score)]
    if score.items:
        if own is not None:
            blocks.append(Paragraph(say("units.result.beside")))
        blocks.append(statements_figure(one, score.items, own))
    else:
        reason = "alike" if score.alike else "hidden"
        blocks.append(Paragraph(say(f"units.result.statements_{reason}")))
    return Section(f"condition-{one.id}", one.label, tuple(blocks))


def _summary(one: FrozenMeasure, score: FrozenScore) -> str:
    words = [
        say(
            "report.conditions.score",
            score=printed(one, score),
            high=shortest(one.high),
            interval=interval(one, score),
        )
    ]
    level = level_label(one, score)
    words += [say("report.conditions.level", level=level)] if level else []
    return f"{', '.join(words)}."


def _composites(frozen: FrozenResult, unit: FrozenUnit) -> list[Section]:
    known = {one.id: one for one in frozen.composites}
    lines = [
        say(
            "units.result.composite",
            label=known[one.id].label,
            score=shortest(one.mean),
            high=shortest(known[one.id].high),
            low_end=shortest(one.low),
            high_end=shortest(one.high),
        )
        for one in unit.composites
        if one.end is None
    ]
    return [Section("composites", say("units.result.composites"), (Bullets(tuple(lines)),))] if lines else []


def _limits(frozen: FrozenResult, unit: FrozenUnit, *, beside: bool) -> Section:
    uses = frozen.instrument.not_for
    lines = [say("report.limits.not_for", uses=listed(uses, "or"))] if uses else []
    lines += [say("units.result.limits_one"), say("report.limits.interval"), say("report.limits.nonresponse")]
    lines += [say("units.result.limits_beside")] if beside else []
    lines += [say(f"units.result.limits_{_who(unit)}", minimum=whole(unit.minimum))]
    return Section("limits", say("report.limits.title"), (Bullets(tuple(lines)),))
