"""One page of a survey, drawn: its fields with what is wrong and what is open, around them what they need."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypedDict

from flask import current_app, render_template, url_for
from markupsafe import Markup, escape
from wtforms import Form

from engine.instrument.kinds import with_words_beside, words_beside
from engine.instrument.model import Instrument, Page
from engine.instrument.rules import named_items
from web.respondent import shells
from web.respondent.drawing import FieldGroup, drawn, groups_of, kept_drawings, passage
from web.respondent.forms import PREFIX, AnswerField, page_form, scripts, told
from web.respondent.sitting import ShownPage, Sitting
from web.respondent.stored import who_reads
from web.respondent.visit import Visit
from web.security import token
from web.wording import count, say

MOST_AHEAD: Final = 32  # surveys whose pages are kept drawn, some hundred kilobytes each


class PagesAhead(dict[tuple[Instrument, str, int], str]):
    """The pages of one application nobody has answered, by instrument (one in one language), form and minimum."""


class PageValues(TypedDict):
    """What the template of a page shows whoever asks for it."""

    page: ShownPage
    heading: str
    position: int
    total: int
    minutes_left: int
    problems: list[AnswerField]
    groups: list[FieldGroup]
    text: Markup | str
    decides: str
    following: int | None


class WayValues(TypedDict):
    """What it shows only to somebody under way."""

    reviewed: bool
    from_review: bool
    scripts: list[str]
    ahead: str


def drawn_page(
    visit: Visit,
    sitting: Sitting,
    shown: ShownPage,
    notices: Sequence[str] = (),
    *,
    asking: bool = False,
    from_review: bool = False,
) -> str:
    """A page with the answers of `sitting`, which are the saved ones or what was typed and not yet saved.

    With `asking` it says what was left open, once; `from_review` it leads back there.
    """
    kept: shells.Shells | None = current_app.extensions.get(shells.EXTENSION)
    said = sitting.problems_of(shown) or (asking and sitting.left_open(shown))
    if kept is not None and visit.plain and not notices and not said:
        return _filled(kept, visit, sitting, shown, from_review=from_review)
    fields = _fields(visit, sitting, shown)
    left = sitting.left_open(shown) if asking and not any(field.problem for field in fields) else {}
    return visit.show(
        "page",
        notices=notices,
        again=bool(notices),
        left=[(field, left[field.item.id]) for field in fields if field.item.id in left],
        mark=visit.sitting.mark(shown.items),
        **_beside(visit, sitting, shown, from_review=from_review),
        **_values(visit, sitting, shown, fields),
    )


def _filled(
    kept: shells.Shells, visit: Visit, sitting: Sitting, shown: ShownPage, *, from_review: bool
) -> str:
    """The page with nothing wrong and nothing to say, of its constant part and what is this person's."""
    site = visit.site
    key = (
        *(visit.instrument, site.form, shown.number, sitting.order, visit.furthest, from_review),
        tuple(item.id for item in shown.items),
        tuple((other.number, len(other.items)) for other in sitting.pages),
        *(site.languages, site.privacy, site.way_in, site.simulated, site.minimum_group, visit.reviewed),
    )

    def draw() -> str:
        anyone = replace(
            visit, link=shells.slot("link"), site=replace(site, school=shells.slot("school"), link="")
        )
        fields = _fields(visit, sitting, shown)
        slots = [shells.slot(str(place)) for place in range(len(fields))]
        return anyone.show(
            "page",
            mark=shells.slot("mark"),
            token=shells.slot("token"),
            device_key=shells.slot("device"),
            **_beside(anyone, sitting, shown, from_review=from_review),
            **_values(anyone, sitting, shown, fields, slots),
        )

    values = {
        "link": visit.link,
        "school": escape(site.school),
        "mark": escape(visit.sitting.mark(shown.items)),
        "token": token(),
        "device": visit.device_key,
        **{str(place): drawing for place, drawing in enumerate(_drawings(visit, sitting, shown))},
    }
    return kept.fill(key, draw, values)


def _beside(visit: Visit, sitting: Sitting, shown: ShownPage, *, from_review: bool) -> WayValues:
    """What a page shows only to somebody under way."""
    return {
        "reviewed": from_review or visit.furthest >= visit.last,
        "from_review": from_review,
        "scripts": scripts([visit.instrument.item(item) for item in shown.page.items]),
        "ahead": ahead_of(visit, sitting, shown.number),
    }


def _drawings(visit: Visit, sitting: Sitting, shown: ShownPage) -> list[Markup]:
    """The fields of a page with nothing wrong, drawn; their forms are made only where one is not kept."""
    instrument, asked, given, visible = visit.instrument, sitting.asked, sitting.answers, sitting.visible
    kept, found = kept_drawings(), []
    for id in shown.page.items:
        item = instrument.item(id)
        told = who_reads(instrument, visit.site, item) if item.kind.in_words else ""
        drawing = kept.get((instrument, id, given.get(id, ()), id in visible, told))
        if drawing is None or any(given.get(beside) for beside in asked[id].beside):
            return [drawn(instrument, field) for field in _fields(visit, sitting, shown)]
        found.append(drawing)
    return found


def _fields(visit: Visit, sitting: Sitting, shown: ShownPage) -> list[AnswerField]:
    """The fields of a page with the answers of a sitting, and what is wrong with each."""
    form = page_form(visit.instrument, visit.site.form, shown.number)(
        data={PREFIX + item.id: sitting.answers.get(item.id, ()) for item in with_words_beside(shown.items)}
    )
    fields = _with_words(form, shown.page.items)
    problems = sitting.problems_of(shown)
    for field in fields:
        field.shown = field.item.id in sitting.visible
        for part in (field, *field.words):
            part.told = who_reads(visit.instrument, visit.site, part.item)
        field.errors = [told(problems[field.item.id])] if field.item.id in problems else []
    return fields


def _values(
    visit: Visit,
    sitting: Sitting,
    shown: ShownPage,
    fields: Sequence[AnswerField],
    drawings: Sequence[Markup] | None = None,
) -> PageValues:
    """What a page shows whoever asks for it."""
    number = shown.number
    position, total = sitting.position(number), len(sitting.pages)
    return {
        "page": shown,
        "heading": shown.page.title or say("page_of", page=position, pages=total),
        "position": position,
        "total": total,
        "minutes_left": sitting.minutes_left(number),
        "problems": [field for field in fields if field.problem],
        "groups": groups_of(visit.instrument, fields, drawings),
        "text": passage(shown.page.text) if shown.page.text else "",
        "decides": _decides(visit.instrument, shown),
        "following": sitting.after(number),
    }


def ahead_of(visit: Visit, sitting: Sitting, number: int) -> str:
    """Which pages a script may show while there is no connection, in JSON: those behind this one that nobody has had
    before them and that look the same whatever is answered, up to the first that does not. `stop` says what ends them.
    """
    ranks = [(other, page) for other, page in sitting.arranged if sitting.rank(other) > sitting.rank(number)]
    found: list[tuple[int, int, str, str]] = []
    stop = "stop_review"
    for other, page in ranks:
        if not _same_for_all(visit.instrument, page):
            stop = "stop_rule"
            break
        if page.random or sitting.rank(other) <= visit.furthest:
            stop = "stop_fetch"
            break
        position, minutes = sitting.position(other), sitting.minutes_left(other)
        place = say("page_of", page=position, pages=len(sitting.pages))
        found.append((other, position, place, count("minutes_left", minutes)))
    at = ""
    if found:
        digest = hashlib.sha256(pages_ahead(visit).encode()).hexdigest()[:12]
        at = url_for("respond.ahead", link=visit.link, v=digest)
    title = str(visit.instrument.title)
    return json.dumps({"at": at, "pages": found, "stop": say(stop), "title": title}, ensure_ascii=False)


def pages_ahead(visit: Visit) -> str:
    """The pages of a form that look the same whatever is answered, drawn for nobody: JSON by number, kept."""
    kept: PagesAhead = current_app.extensions.setdefault("pages_ahead", PagesAhead())
    key = visit.instrument, visit.site.form, visit.site.minimum_group
    text = kept.get(key)
    if text is None:
        if len(kept) >= MOST_AHEAD:
            kept.clear()
        nobody = replace(visit, key=None, draft=None, received=False)
        text = kept[key] = json.dumps(
            {
                shown.number: _drawn_ahead(nobody, shown)
                for shown in nobody.sitting.pages
                if _same_for_all(visit.instrument, shown.page) and not shown.page.random
            }
        )
    return text


def _drawn_ahead(nobody: Visit, shown: ShownPage) -> str:
    fields = _fields(nobody, nobody.sitting, shown)
    return render_template(
        "respond/page_main.html",
        link="-",
        mark=nobody.sitting.mark(shown.items),
        **_values(nobody, nobody.sitting, shown, fields),
    )


def _same_for_all(instrument: Instrument, page: Page) -> bool:
    """Whether no rule decides which questions a page asks."""
    return all(instrument.item(item).show_if is None for item in page.items)


def _with_words(form: Form, items: Iterable[str]) -> list[AnswerField]:
    """The fields of a page's items, each with what may be written beside it."""
    fields = {field.item.id: field for field in answer_fields(form)}
    for id in items:
        fields[id].words = tuple(fields[part.id] for part in words_beside(fields[id].item))
    return [fields[id] for id in items]


def answer_fields(form: Form) -> list[AnswerField]:
    """All that a page's form asks."""
    return [field for field in form if isinstance(field, AnswerField)]


def _decides(instrument: Instrument, shown: ShownPage) -> str:
    """The fields on which questions of the same page depend: a script asks the server after each change."""
    rules = (instrument.item(name).show_if for name in shown.page.items)
    named = {item for rule in rules if rule is not None for item in named_items(rule)}
    return " ".join(PREFIX + item for item in shown.page.items if item in named)
