"""What taking part means, by the promise of a survey and the way people come in: as the store keeps it, and no more.

A promise of confidence or of one's name on the row needs codes. A survey by link that was set up with one, by an older
version, says that nothing stored tells who answered.
"""

from dataclasses import dataclass

from engine.disclosure.policy import Policy
from engine.disclosure.units import unit_rule
from engine.instrument.model import Privacy
from engine.store import SiteAtDoor, UnitKind, WayIn
from web.respondent.stored import stored_words
from web.wording import say


@dataclass(frozen=True, slots=True)
class Terms:
    """The sentences of the consent page that differ from promise to promise."""

    fact: str  # behind the promise in a word or two
    promise: tuple[str, ...]  # who can tell whose answers are whose
    unit: str  # who reads the answers of a class or team by itself; empty without one
    known: str  # who is told that somebody took part
    back: str  # how to take answers back, to change or to erase them
    stored: tuple[str, ...]  # a line for each thing
    not_stored: str


def short_promise(site: SiteAtDoor) -> str:
    """The promise in a word or two."""
    if site.way_in is WayIn.LINK:
        return say(f"{site.privacy}_short")
    return say(f"codes_{site.privacy}_short")


def terms_of(site: SiteAtDoor, least: Policy) -> Terms:
    return Terms(
        fact=say(f"{site.privacy}_fact") if site.way_in is WayIn.LINK else _fact(site),
        promise=_promise(site),
        unit=_reads_unit(site, least),
        known=_known(site),
        back=_back(site),
        stored=tuple(stored_words(site)),
        not_stored=_not_stored(site),
    )


def _reads_unit(site: SiteAtDoor, least: Policy) -> str:
    if site.unit is None:
        return ""
    key = "reads_class" if site.unit.kind is UnitKind.CLASS else "reads_unit"
    return say(key, unit=site.unit.name, school=site.school, minimum=unit_rule(least, site.unit.kind).least)


def _fact(site: SiteAtDoor) -> str:
    match site.privacy:
        case Privacy.ANONYMOUS:
            return say("anonymous_fact")
        case Privacy.CONFIDENTIAL:
            return say("codes_confidential_fact", network=site.network)
        case Privacy.IDENTIFIED:
            return say("codes_identified_fact", network=site.network)


def _promise(site: SiteAtDoor) -> tuple[str, ...]:
    if site.way_in is WayIn.LINK:
        more = (say("privacy_anonymous_open"),) if site.privacy is Privacy.ANONYMOUS else ()
        if site.unit is not None and site.privacy is Privacy.ANONYMOUS:
            return say("privacy_anonymous_unit", unit=site.unit.name), *more
        return say(f"privacy_{site.privacy}"), *more
    match site.privacy:
        case Privacy.ANONYMOUS:
            return say("privacy_codes_anonymous"), say("privacy_anonymous_open")
        case Privacy.CONFIDENTIAL:
            ends = (
                say("privacy_codes_key_until", day=site.kept_until, network=site.network)
                if site.kept_until
                else say("privacy_codes_key_open", network=site.network)
            )
            return say("privacy_codes_confidential", network=site.network), ends
        case Privacy.IDENTIFIED:
            return (say("privacy_codes_identified", network=site.network),)


def _known(site: SiteAtDoor) -> str:
    if site.way_in is WayIn.LINK:
        return say("known_link")
    if site.privacy is Privacy.ANONYMOUS:
        return say("known_codes")
    return say("known_list", network=site.network)


def _back(site: SiteAtDoor) -> str:
    if site.looks_back:
        return say("looking_back.back", closes=site.closes)
    if site.way_in is WayIn.CODES and site.privacy is Privacy.IDENTIFIED:
        return say("back_identified", closes=site.closes)
    if site.way_in is WayIn.CODES and site.privacy is Privacy.CONFIDENTIAL:
        return say("back_confidential", closes=site.closes)
    return say("withdraw_promise", closes=site.closes)


def _not_stored(site: SiteAtDoor) -> str:
    if site.way_in is WayIn.CODES and site.privacy is Privacy.IDENTIFIED:
        return say("not_stored_identified", network=site.network)
    if site.way_in is WayIn.CODES and site.privacy is Privacy.CONFIDENTIAL:
        return say("not_stored_confidential", network=site.network)
    return say("not_stored")
