"""What both partners see of a partnership: their own rating page by page, then both ratings and what they agree on.

The school's people come to it signed in, its partner by a link; each of them acts for one side.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request

from engine.instrument.model import Form, Instrument, Item
from engine.language import speaking
from engine.report.media.origin import Origin
from engine.report.media.to_pdf import pdf_bytes
from engine.report.partners import Round, areas_of, level_names, partners_document
from engine.store import Network, NotFound, School, StoreError
from engine.store.partnerships import Partnership, Side
from web.attachment import attached
from web.forms import LineField, ProseField, TickField, TypedForm, WholeField
from web.school.pages import Drawing
from web.sessions import store
from web.wording import language, say

APART: Final = "apart"  # the form that each partner fills in alone

Address = Callable[..., str]  # of a step of the way, by its name


class AreaForm(TypedForm):
    """One area, whose fields bear its id before their names."""

    level = LineField()
    evidence = ProseField()


class PageForm(TypedForm):
    page = WholeField()
    rated_by = LineField()
    done = TickField()


class AgreedForm(TypedForm):
    area = LineField()
    level = LineField()
    evidence = ProseField()
    agreed_by = LineField()


class SharedForm(TypedForm):
    let = TickField()


@dataclass(frozen=True, slots=True)
class PartnerDesk:
    """A partnership as one side has it before itself; `to` gives the addresses of its steps."""

    of: Partnership
    side: Side
    to: Address
    frame: Mapping[str, object]

    @property
    def other(self) -> Side:
        return Side.PARTNER if self.side is Side.OWN else Side.OWN

    @property
    def school(self) -> School:
        return store().studies.school(self.of.school_id)

    @property
    def instrument(self) -> Instrument:
        """What is rated by, in the language of the page where there is a translation."""
        known = store().definitions.languages(self.of.instrument_id, self.of.version)
        chosen = (language().tag,) if language().tag in known else ()
        return store().definitions.get(self.of.instrument_id, self.of.version, *chosen)

    @property
    def form(self) -> Form:
        """The pages of areas, in the order of the form that each partner fills in alone."""
        instrument = self.instrument
        return (
            instrument.form(APART) if APART in {one.id for one in instrument.forms} else instrument.main_form
        )

    def rounds(self) -> list[Round]:
        """The rounds that both have rated, the oldest first."""
        found = []
        for number in range(1, store().partnerships.round(self.of) + 1):
            ratings = store().partnerships.both(self.of, number)
            if ratings is not None:
                found.append(Round(number, ratings, store().partnerships.agreements(self.of, number)))
        return found


def overview(desk: PartnerDesk) -> str:
    """Where this side stands: rating, waiting for the other, or both beside each other."""
    now = store().partnerships.round(desk.of)
    mine = store().partnerships.rating(desk.of, now, desk.side)
    theirs = store().partnerships.rating(desk.of, now, desk.other)
    rounds = desk.rounds()
    both = bool(rounds) and rounds[-1].number == now
    document = None
    if rounds:
        with speaking(language().tag):
            document = partners_document(desk.of, desk.instrument, rounds, desk.school.name, language().tag)
    return render_template(
        "partners/partnership.html",
        **desk.frame,
        desk=desk,
        mine=mine,
        rated=len(mine.levels) if mine else 0,
        areas=len(areas_of(desk.instrument)),
        waits=bool(mine and mine.done) and not both,
        other_done=bool(theirs and theirs.done),
        both=both,
        number=now,
        document=document,
        draw=Drawing(document) if document else None,
        choices=[(item, level_names(item)) for item in areas_of(desk.instrument)] if both else [],
        standing=rounds[-1].agreed if both else {},
        instrument=desk.instrument,
    )


def rate_page(desk: PartnerDesk, number: int) -> Any:
    """One page of areas; where the rating is done, what stands."""
    return _rate(desk, number, "")


def _rate(desk: PartnerDesk, number: int, trouble: str) -> Any:
    pages = _pages(desk)
    if not 1 <= number <= len(pages):
        abort(404)
    now = store().partnerships.round(desk.of)
    mine = store().partnerships.rating(desk.of, now, desk.side)
    if mine is not None and mine.done:
        return redirect(desk.to("partnership"))
    title, text, items = pages[number - 1]
    return render_template(
        "partners/rate.html",
        **desk.frame,
        desk=desk,
        number=number,
        pages=len(pages),
        heading=title,
        text=text,
        items=items,
        levels=mine.levels if mine else {},
        evidence=mine.evidence if mine else {},
        rated_by=mine.rated_by if mine else "",
        trouble=trouble,
    )


def _pages(desk: PartnerDesk) -> list[tuple[str, str, list[Item]]]:
    """Title, text and areas of each page that has any."""
    instrument = desk.instrument
    areas = {item.id: item for item in areas_of(instrument)}
    pages = [
        (page.title or "", page.text or "", [areas[id] for id in page.items if id in areas])
        for page in desk.form.pages
    ]
    return [page for page in pages if page[2]]


def keep_page(desk: PartnerDesk, number: int) -> Any:
    """Keep what stands on a page, and go on; on the last one the rating may be done."""
    pages = _pages(desk)
    if not 1 <= number <= len(pages):
        abort(404)
    levels, evidence = {}, {}
    for item in pages[number - 1][2]:
        sent = AreaForm(request.form, prefix=f"{item.id}-")
        levels[item.id] = sent.level.data if sent.level.data in level_names(item) else ""
        evidence[item.id] = sent.evidence.data.strip()
    page = PageForm(request.form)
    try:
        store().partnerships.rate(
            desk.of, desk.side, levels, evidence, rated_by=page.rated_by.data, done=page.done.ticked
        )
    except StoreError as error:
        return _rate(desk, number, f"{error.cause}: {error.remedy}."), 400
    onwards = desk.to("rate", number=number + 1) if number < len(pages) else desk.to("partnership")
    return redirect(onwards, 303)


def agree(desk: PartnerDesk) -> Any:
    """Keep the level of one area that both agree on."""
    sent = AgreedForm(request.form)
    items = {item.id: item for item in areas_of(desk.instrument)}
    if sent.area.data not in items or sent.level.data not in {"", *level_names(items[sent.area.data])}:
        abort(400)
    return _done(
        desk,
        lambda: store().partnerships.agree(
            desk.of, sent.area.data, sent.level.data, sent.evidence.data, sent.agreed_by.data
        ),
        say("partners.agreed_flash"),
        f"#agree-{sent.area.data}",
    )


def share(desk: PartnerDesk) -> Any:
    """Let the hub read it, or no more: it does while both partners let it."""
    let = SharedForm(request.form).let.ticked
    return _done(
        desk,
        lambda: store().partnerships.share(desk.of, desk.side, let=let),
        say("partners.shared_flash" if let else "partners.unshared_flash"),
    )


def next_round(desk: PartnerDesk) -> Any:
    """Begin a later round; what was rated and agreed before stays."""
    return _done(
        desk, lambda: store().partnerships.begin_round(desk.of, desk.side), say("partners.round_flash")
    )


def _done(desk: PartnerDesk, act: Callable[[], object], said: str, place: str = "") -> Any:
    try:
        act()
        flash(said)
    except NotFound:
        abort(404)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
    return redirect(desk.to("partnership") + place, 303)


def as_pdf(desk: PartnerDesk) -> Any:
    """Both ratings and what was agreed, for a meeting; until both have rated, the page that says so."""
    rounds = desk.rounds()
    if not rounds:
        return redirect(desk.to("partnership"))
    with speaking(language().tag):
        document = partners_document(desk.of, desk.instrument, rounds, desk.school.name, language().tag)
    origin = Origin(desk.of.instrument_id, desk.of.version, school=desk.school.name)
    name = origin.file_name("pdf", desk.of.own, desk.of.partner)
    return attached(pdf_bytes(document), "application/pdf", name)


def read_only(desk: PartnerDesk, network: Network) -> str:
    """Both ratings for the hub, without a form."""
    rounds = desk.rounds()
    document = None
    if rounds:
        with speaking(language().tag):
            document = partners_document(desk.of, desk.instrument, rounds, desk.school.name, language().tag)
    return render_template(
        "partners/read.html",
        network=network,
        of=desk.of,
        document=document,
        draw=Drawing(document) if document else None,
    )
