"""`{event}` in a definition's texts: declared, spelled right, and where it is filled in."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.instrument.event import BLANK, EVENT, blanks, may_hold
from engine.instrument.model import Instrument
from engine.instrument.translation import texts
from engine.loading.checks.outline import Outline
from engine.loading.source import Source, Where, texts_in
from engine.problems import Problem, did_you_mean

READ: Final = (
    "title",
    "purpose",
    "intended_use",
    "not_for",
    "needs",
    "thanks",
    "consent",
    "notice",
    "event",
    "response_scales",
    "stems",
    "items",
    "subscales",
    "composites",
    "forms",
)
OF_ITEM: Final = ("text", "note", "options", "non_answers", "before", "levels", "evidence", "ends")
PLACES: Final = "items, stems, titles and texts of pages, purpose and thanks"


def check_event(outline: Outline) -> Iterator[Problem]:
    """The blanks of an instrument.yaml; that the event is missing is said once, where it is first used."""
    source = outline.source
    declared = source.at((EVENT,)) is not None
    used = False
    for key in READ:
        for text, where in texts_in(source.at((key,)), (key,)):
            for name in blanks(text):
                found = _blank(source, where, name, may_stand=_may_stand(where))
                if found is not None:
                    yield found
                elif not declared and not used:
                    yield _undeclared(source, where)
                used |= found is None
    if declared and not used:
        cause = f"an event is declared, and no text holds {BLANK}"
        yield source.problem("event_unused", (EVENT,), cause, f"write {BLANK} in an item, or delete the key")


def check_translated_event(
    source: Source, located: Mapping[str, tuple[str, Where]], instrument: Instrument
) -> Iterator[Problem]:
    """The blanks of a translation, whose texts stand by their ids with their places."""
    original = texts(instrument)
    for id, (text, where) in located.items():
        names = list(blanks(text))
        for name in names:
            found = _blank(source, where, name, may_stand=may_hold(id))
            if found is not None:
                yield found
            elif instrument.event is None:
                yield _undeclared(source, where)
        if EVENT not in names and may_hold(id) and BLANK in original.get(id, ""):
            cause = f"the source says {BLANK} here, and the translation does not"
            yield source.problem("event_lost", where, cause, f"write {BLANK} where the words belong")


def _blank(source: Source, where: Where, name: str, *, may_stand: bool) -> Problem | None:
    """What is wrong with a blank by itself."""
    if name != EVENT:
        remedy = (
            did_you_mean("{" + name.strip() + "}", [BLANK]) or f"{BLANK} is the only one; use other brackets"
        )
        return source.problem("unknown_blank", where, f"nothing fills in {{{name[:40]}}}", remedy)
    if not may_stand:
        cause = f"{BLANK} is not filled in here"
        return source.problem("event_misplaced", where, cause, f"it can stand in {PLACES}: say it without")
    return None


def _undeclared(source: Source, where: Where) -> Problem:
    remedy = "add `event: {question: ..., example: ...}` to instrument.yaml, or say it without"
    return source.problem("event_undeclared", where, f"{BLANK} is used, and no event is declared", remedy)


def _may_stand(where: Where) -> bool:
    """Whether the blank is filled in at a path of instrument.yaml."""
    if where[0] == "items":
        return len(where) > 2 and where[2] in OF_ITEM
    if where[0] == "forms":
        return "pages" in where[2:3] and where[-1] in ("title", "text")
    return where[0] in ("stems", "purpose", "thanks")
