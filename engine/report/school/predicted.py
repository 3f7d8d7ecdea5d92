"""What a school's team predicted of its next wave, and what came, as a part of its page, report and files."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.language import count, say
from engine.printed import ABSENT, Parted, day_words, fixed, from_to
from engine.report.document import Block, Column, Paragraph, Section, Table
from engine.report.school.wording import number, signed_number
from engine.results.answered import JudgedPrediction
from engine.results.model import FrozenMeasure
from engine.results.predictions import MOST_FALSE, PredictionLabel, interval_of
from engine.store import Prediction, PredictionKind, Wave

SIDES: Final[Mapping[int, str]] = {1: "up", -1: "down"}


def predicted_section(found: Sequence[JudgedPrediction], here: Wave) -> Section | None:
    """The predictions that a wave's result answers, and those that were sealed on it; None where there are none.

    It names people, as `chosen.school_section` does. Its id is "predicted".
    """
    order = sorted(found, key=lambda one: one.prediction.id)
    of_here = [one for one in order if here.id in (one.made_on.id, one.by.id if one.by else None)]
    if not of_here:
        return None
    blocks: list[Block] = []
    answered = [
        one for one in of_here if one.by is not None and one.by.id == here.id and one.prediction.stands
    ]
    for one in answered:
        blocks += _answered(one)
    labelled = sum(one.outcome is not None for one in answered)
    if labelled > 1:
        wrong = fixed(labelled * MOST_FALSE, 2)
        blocks.append(Paragraph(count("predicted.chance", labelled, wrong=wrong)))
    waiting = [one for one in of_here if one.reason == "waiting" and one.prediction.stands]
    if waiting:
        blocks += [Paragraph(say("predicted.waiting"), strong=True)]
        blocks += [Paragraph(f"{expected(one)} {sealed(one.prediction)}") for one in waiting]
    blocks += _elsewhere([one for one in of_here if one.by is not None and one.by.id != here.id])
    blocks.append(_table(of_here, here))
    return Section("predicted", say("predicted.title"), tuple(blocks))


def sealed_lines(found: Sequence[JudgedPrediction], here: Wave) -> tuple[str, ...]:
    """The predictions that were sealed on a wave's result and stand, a line each: what, when, and what came."""
    made = sorted((one for one in found if one.made_on.id == here.id), key=lambda one: one.prediction.id)
    return tuple(
        say(
            "predicted.in_line",
            what=expected(one),
            day=day_words(one.prediction.at.isoformat()),
            came=_came(one),
        )
        for one in made
        if one.prediction.stands
    )


def _came(one: JudgedPrediction) -> str:
    if one.by is None:
        return say("predicted.none_waiting")
    if one.outcome is None:
        return label_words(one)
    return say("predicted.in_line_came", wave=one.by.title, label=label_words(one))


def _elsewhere(found: Sequence[JudgedPrediction]) -> list[Block]:
    """What was sealed here and another wave answers."""
    blocks: list[Block] = []
    standing = [one for one in found if one.prediction.stands and one.by is not None]
    for title in dict.fromkeys(one.by.title for one in standing if one.by is not None):
        blocks.append(Paragraph(say("predicted.elsewhere", wave=title), strong=True))
        blocks += [
            Paragraph(f"{expected(one)} {sealed(one.prediction)}")
            for one in standing
            if one.by is not None and one.by.title == title
        ]
    return blocks


def expected(one: JudgedPrediction) -> str:
    """What was expected: `Vision and strategy: a change of +5 to +12 points.`"""
    return say("predicted.of", measure=one.measure.label, expected=expected_words(one))


def expected_words(one: JudgedPrediction) -> str:
    """What was expected, without of what: `a change of +5 to +12 points`."""
    return say(f"predicted.expected_{one.prediction.kind}", range=range_words(one.measure, one.prediction))


def range_words(measure: FrozenMeasure, prediction: Prediction) -> Parted | str:
    """The range in points: `+5 to +12`; of no change the margin alone: `10`."""
    if prediction.kind is PredictionKind.NO_CHANGE:
        return number(measure, prediction.high)
    return from_to(signed_number(measure, prediction.low), signed_number(measure, prediction.high))


def sealed(one: Prediction) -> str:
    return say("predicted.sealed", name=one.name, day=day_words(one.at.isoformat()), reason=one.reason)


def label_words(one: JudgedPrediction) -> str:
    """The label in a word or two, or that there is none."""
    if not one.prediction.stands:
        return say("predicted.withdrawn")
    if one.outcome is None:
        return say(f"predicted.none_{one.reason}")
    return say(f"predicted.label_{one.outcome}")


def says(one: JudgedPrediction) -> str:
    """What the label says, in a sentence; of one without, why there is none."""
    if one.outcome is None:
        return say(f"predicted.why_{one.reason}", wave=one.by.title if one.by else "")
    margin = number(one.measure, one.prediction.high)
    if one.outcome is PredictionLabel.DIRECTION:
        return say(f"predicted.says_{SIDES[one.expected.side]}")
    if one.outcome is PredictionLabel.AS_EXPECTED and one.prediction.kind is PredictionKind.NO_CHANGE:
        return say("predicted.says_no_change", margin=margin)
    return say(f"predicted.says_{one.outcome}")


def interval_words(one: JudgedPrediction) -> Parted | str:
    """The 95% interval of the change that came: `−2 to +14`."""
    ends = None if one.change is None else interval_of(one.change)
    if ends is None:
        return ABSENT
    return from_to(*(signed_number(one.measure, end) for end in ends))


def _answered(one: JudgedPrediction) -> list[Block]:
    head = say("predicted.head", measure=one.measure.label, label=label_words(one))
    came = "" if one.outcome is None else say("predicted.came", interval=interval_words(one))
    not_said = "" if one.outcome is None else say(f"predicted.not_{one.outcome}")
    shared = _shared(one)
    second = " ".join(part for part in (came, says(one), shared, not_said) if part)
    return [
        Paragraph(head, strong=True),
        Paragraph(f"{say('predicted.was', expected=expected_words(one))} {sealed(one.prediction)}"),
        Paragraph(second),
    ]


def _shared(one: JudgedPrediction) -> str:
    """That the change is of the statements alone that two versions share."""
    if one.outcome is None or one.change is None or one.change.common_items is None:
        return ""
    return count("predicted.shared", one.change.common_items)


def _table(found: Sequence[JudgedPrediction], here: Wave) -> Table:
    return Table(
        caption=say("predicted.table"),
        columns=tuple(
            Column(say(f"predicted.column_{name}"))
            for name in ("what", "expected", "sealed", "interval", "label", "why")
        ),
        rows=tuple(_row(one, here) for one in found),
        folded=True,
    )


def _row(one: JudgedPrediction, here: Wave) -> tuple[str, ...]:
    told = one.by is not None and one.by.id == here.id
    label = label_words(one)
    if one.prediction.stands and one.by is not None and not told:
        label = say("predicted.answered_by", wave=one.by.title)
    return (
        one.measure.label,
        expected_words(one),
        say(
            "predicted.sealed_on",
            day=day_words(one.prediction.at.isoformat()),
            name=one.prediction.name,
            wave=one.made_on.title,
        ),
        interval_words(one) if told and one.prediction.stands else ABSENT,
        label,
        _reasons(one.prediction),
    )


def _reasons(one: Prediction) -> str:
    if one.withdrawn is None:
        return one.reason
    ended = say(
        "predicted.ended",
        name=one.withdrawn.name,
        day=day_words(one.withdrawn.at.isoformat()),
        reason=one.withdrawn.reason,
    )
    return f"{one.reason} {ended}"
