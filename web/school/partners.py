"""Partnerships of a school: its own people come by right, its partner by a link, the hub where both share."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from engine.loading import catalog
from engine.store import Network, NotFound, School, StoreError
from engine.store.partnerships import Partnership, Side
from web import rights
from web.forms import LineField, TypedForm
from web.respondent.languages import speak_as_chosen
from web.rights import Action, Place, needs
from web.school import partner_pages
from web.school.languages import languages
from web.school.partner_pages import PartnerDesk
from web.security import own_address
from web.sessions import store, who
from web.throttle import admit_drawing, may_try_code, tried_in_vain
from web.wording import say

pages = Blueprint("partners", __name__)
link_pages = Blueprint("partner_link", __name__)

INSTRUMENT: Final = "partnership-progressions"
LIST: Final = "/schools/<int:school>/partnerships"
OWN: Final = f"{LIST}/<int:partnership>"
LINK: Final = "/partners/<token>"


class NewForm(TypedForm):
    own = LineField(most=200)
    partner = LineField(most=200)


@pages.get(LIST)
@needs(Action.RATE_PARTNERSHIP, "school")
def partnerships(school: School) -> str:
    return _list(school)


def _list(school: School, trouble: str = "") -> str:
    speak_as_chosen()
    return render_template(
        "partners/list.html",
        **_frame(school),
        school=school,
        found=store().partnerships.of(school),
        trouble=trouble,
        given=NewForm(request.form),
    )


@pages.post(LIST)
@needs(Action.RATE_PARTNERSHIP, "school")
def begin(school: School) -> Any:
    """Name both partners; the other one's link is shown on the page of the partnership."""
    sent = NewForm(request.form)
    instrument = catalog.find(INSTRUMENT)
    store().definitions.publish(instrument, catalog.translations(instrument))
    try:
        made = store().partnerships.add(
            school, instrument.id, instrument.version, sent.own.data, sent.partner.data, who()
        )
    except StoreError as error:
        return _list(school, f"{error.cause}: {error.remedy}."), 400
    rights.note("partnership.begun", Place(school.network_id, school.id, name=school.name), made.partner)
    return redirect(url_for("partners.partnership", school=school.id, partnership=made.id), 303)


def _frame(school: School) -> dict[str, object]:
    return {
        "frame": "account/network_frame.html",
        "network": store().studies.network(school.network_id),
        "languages": languages(),
    }


def _own_desk(school: School, partnership: int) -> PartnerDesk:
    """The desk of a school's people; 404 for a partnership of another school."""
    speak_as_chosen()
    found = _or_404(partnership)
    if found.school_id != school.id:
        abort(404)

    def to(step: str, **more: Any) -> str:
        return url_for(f"partners.{step}", school=school.id, partnership=found.id, **more)

    link = own_address() + url_for("partner_link.partnership", token=_token(found))
    return PartnerDesk(
        found,
        Side.OWN,
        to,
        _frame(school) | {"link": link, "back": url_for("partners.partnerships", school=school.id)},
    )


def _link_desk(token: str) -> PartnerDesk:
    """The desk of the partner; 404 for a link that opens nothing, or was ended, and 429 after too many of them."""
    speak_as_chosen()
    if not may_try_code():
        abort(429)
    found = _linked(token)
    if found is None:
        tried_in_vain()
        abort(404)

    def to(step: str, **more: Any) -> str:
        return url_for(f"partner_link.{step}", token=token, **more)

    return PartnerDesk(
        found,
        Side.PARTNER,
        to,
        {"frame": "account/frame.html", "languages": languages(), "network": None, "link": "", "back": ""},
    )


def _linked(token: str) -> Partnership | None:
    """The partnership that a link opens; None for a link that opens nothing."""
    try:
        id, key = _signer().loads(token)
        found = store().partnerships.get(id)
    except (BadSignature, ValueError, TypeError, NotFound):
        return None
    return found if key == found.key.hex() else None


def _or_404(id: int) -> Partnership:
    try:
        return store().partnerships.get(id)
    except NotFound:
        abort(404)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="partner")


def _token(of: Partnership) -> str:
    return str(_signer().dumps([of.id, of.key.hex()]))


@pages.post(f"{OWN}/new-link")
@needs(Action.RATE_PARTNERSHIP, "school")
def new_link(school: School, partnership: int) -> Any:
    """End the partner's link and make another, as when it went astray."""
    desk = _own_desk(school, partnership)
    store().partnerships.new_link(desk.of)
    flash(say("partners.link_flash"))
    return redirect(desk.to("partnership"), 303)


@pages.get("/networks/<int:network>/partnerships")
@needs(Action.MANAGE_SCHOOLS, "network")
def shared(network: Network) -> str:
    """The partnerships that both partners let the hub read."""
    speak_as_chosen()
    found = [
        (school, one)
        for school in store().studies.schools(network)
        for one in store().partnerships.of(school)
        if one.read_by_hub
    ]
    return render_template("partners/shared.html", network=network, found=found, languages=languages())


@pages.get("/networks/<int:network>/partnerships/<int:partnership>")
@needs(Action.MANAGE_SCHOOLS, "network")
def read(network: Network, partnership: int) -> str:
    """What the hub reads of one, while both partners let it."""
    speak_as_chosen()
    found = _or_404(partnership)
    school = store().studies.school(found.school_id)
    if school.network_id != network.id or not found.read_by_hub:
        abort(404)
    desk = PartnerDesk(found, Side.OWN, partial(url_for, "partners.shared"), {})
    return partner_pages.read_only(desk, network)


STEPS: Final[tuple[tuple[str, str, tuple[str, ...], Callable[..., Any]], ...]] = (
    ("", "partnership", ("GET",), partner_pages.overview),
    ("/rate/<int:number>", "rate", ("GET",), partner_pages.rate_page),
    ("/rate/<int:number>", "keep", ("POST",), partner_pages.keep_page),
    ("/agree", "agree", ("POST",), partner_pages.agree),
    ("/share", "share", ("POST",), partner_pages.share),
    ("/round", "next_round", ("POST",), partner_pages.next_round),
    ("/ratings.pdf", "pdf", ("GET",), partner_pages.as_pdf),
)


def _own_view(step: Callable[..., Any]) -> Callable[..., Any]:
    def opened(school: School, partnership: int, **named: Any) -> Any:
        return step(_own_desk(school, partnership), **named)

    guarded: Callable[..., Any] = needs(Action.RATE_PARTNERSHIP, "school")(opened)
    return guarded


def _link_view(step: Callable[..., Any]) -> Callable[..., Any]:
    def opened(token: str, **named: Any) -> Any:
        desk = _link_desk(token)
        if step is partner_pages.as_pdf:
            admit_drawing()
        return step(desk, **named)

    return opened


for _path, _name, _methods, _step in STEPS:
    pages.add_url_rule(OWN + _path, endpoint=_name, view_func=_own_view(_step), methods=list(_methods))
    link_pages.add_url_rule(LINK + _path, endpoint=_name, view_func=_link_view(_step), methods=list(_methods))
