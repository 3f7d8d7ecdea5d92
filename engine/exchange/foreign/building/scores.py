"""Scores that a file states -> subscales; what is no mean or sum of scale items of one range is told and left out."""

from collections.abc import Mapping, Sequence

from engine.exchange.foreign.building.answers import AnswerPlan
from engine.exchange.foreign.building.items import short
from engine.exchange.foreign.building.naming import name_of, unique_name
from engine.exchange.foreign.building.texts import PlainEntry, TextsByLanguage
from engine.exchange.foreign.facts import StatedComposite, StatedScore
from engine.exchange.foreign.losses import Remarks
from engine.printed import counted


def resolved(
    scores: Sequence[StatedScore], plans: Mapping[str, AnswerPlan], remarks: Remarks
) -> tuple[list[StatedScore], dict[str, bool]]:
    """The scores that can be said, and of each item in one whether it is turned; all others are told."""
    found: list[StatedScore] = []
    turned: dict[str, bool] = {}
    for score in scores:
        why = _unlike(score, plans)
        if not why:
            own = {item: plans[item].question.reverse != (item in score.turned) for item in score.items}
            other = [item for item in own if turned.get(item, own[item]) != own[item]]
            if other:
                why = f"it turns {', '.join(other[:6])} otherwise than a score above it"
        if why:
            remarks.lose(
                "score_lost", score.where, f"{score.id}: {', '.join(score.items)}", item=score.id, why=why
            )
            continue
        turned |= own
        found.append(score)
    return found, turned


def subscales(
    scores: Sequence[StatedScore],
    ids: Mapping[str, str],
    texts: TextsByLanguage,
    remarks: Remarks,
) -> list[PlainEntry]:
    """The subscales that scores become which can be said."""
    found: list[PlainEntry] = []
    taken: set[str] = set()
    for score in scores:
        id = unique_name(score.id, taken, "score")
        entry: PlainEntry = {"id": id, "label": texts.main_text(score.texts) or score.id}
        texts.translate(score.texts, "subscales", id, "label")
        entry["items"] = [ids[item] for item in score.items]
        least = score.minimum_answered or len(score.items)
        entry["score"] = {"method": score.method, "minimum_answered": least}
        if score.rescale is not None:
            entry["score"]["rescale"] = [short(end) for end in score.rescale]
        if score.partial and least < len(score.items):
            remarks.lose("score_blanks", score.where, score.id, item=id)
        if levels := _levels(score, texts, "subscales", id):
            entry["levels"] = levels
        found.append(entry)
    return found


def composites(
    stated: Sequence[StatedComposite],
    ids: Mapping[str, str],
    texts: TextsByLanguage,
    remarks: Remarks,
) -> list[PlainEntry]:
    """The composites that scores of scores become; `ids` are those of the subscales that came over, by the source's."""
    found: list[PlainEntry] = []
    taken = set(ids.values())
    for score in stated:
        absent = [id for id in score.of if id not in ids]
        if absent:
            why = f"the score {absent[0]} in it did not come over"
            remarks.lose(
                "score_lost", score.where, f"{score.id}: {', '.join(score.of)}", item=score.id, why=why
            )
            continue
        id = unique_name(score.id, taken, "score")
        entry: PlainEntry = {"id": id, "label": texts.main_text(score.texts) or score.id}
        texts.translate(score.texts, "composites", id, "label")
        entry["of"] = [ids[part] for part in score.of]
        entry["score"] = {"method": score.method, "minimum_answered": score.minimum_answered}
        if score.rescale is not None:
            entry["score"]["rescale"] = [short(end) for end in score.rescale]
        if levels := _levels(score, texts, "composites", id):
            entry["levels"] = levels
        found.append(entry)
    return found


def _unlike(score: StatedScore, plans: Mapping[str, AnswerPlan]) -> str:
    """Why these questions make no score, or nothing."""
    absent = [item for item in score.items if item not in plans]
    if absent:
        return f"{counted(len(absent), 'item')} of it did not come over: {', '.join(absent[:6])}"
    other = [item for item in score.items if plans[item].kind != "scale"]
    if other:
        return f"only scale items are scored, and {', '.join(other[:6])} {'is' if len(other) == 1 else 'are'} none"
    ranges = {(plans[item].options[0].value, plans[item].options[-1].value) for item in score.items}
    if len(ranges) > 1:
        listed = ", ".join(sorted(f"{low} to {high}" for low, high in ranges))
        return f"its items have different ranges ({listed}), which no mean or sum joins"
    reached = next(iter(ranges))
    if score.span not in (None, reached):
        own = f"{reached[0]} to {reached[1]}"
        return f"its items reach from {own}, and its formula is read for other ends"
    return ""


def _levels(
    score: StatedScore | StatedComposite, texts: TextsByLanguage, part: str, id: str
) -> list[PlainEntry]:
    taken: set[str] = set()
    found = []
    for number, level in enumerate(score.levels, start=1):
        label = texts.main_text(level.texts) or f"Level {number}"
        own = unique_name(name_of(label, "level")[:40].rstrip("-"), taken, "level")
        entry: PlainEntry = {"id": own, "label": label}
        texts.translate(level.texts, part, id, "levels", own)
        if level.below is not None:
            entry["below"] = level.below
        found.append(entry)
    return found
