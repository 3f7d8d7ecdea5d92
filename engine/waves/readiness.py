"""Whether a draft of a wave can be opened: what stands in the way, and what one would regret later."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.instrument.model import Privacy
from engine.language import Language, own_name
from engine.printed import counted, listed
from engine.store import Site, Store, Wave, WayIn

TOLD: Final = "People are told so on every page."
REVIEW: Final = "People are told so on every page. Have it reviewed, or leave the language out."
NAMED_ONE_BY_ONE: Final = 3  # more are counted
RESPONDENT: Final = "respondent"  # the part of the catalogues that people read who answer


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at a draft found: its cause, and what to do. `stops`: the draft can't be opened so.

    `place` names the setting or the page where it is mended.
    """

    cause: str
    remedy: str
    place: str
    stops: bool = False


def findings(store: Store, wave: Wave) -> tuple[Finding, ...]:
    """Everything about a draft that whoever opens it should know; what stands in the way first."""
    found = (*_days(store, wave), *_schools(store, wave), *_told(wave), *_languages(store, wave))
    return tuple(sorted(found, key=lambda one: not one.stops))


def can_open(store: Store, wave: Wave) -> bool:
    return not any(one.stops for one in findings(store, wave))


def _days(store: Store, wave: Wave) -> Iterator[Finding]:
    if wave.closes <= store.now():
        yield Finding("Its last day is over already.", "Choose a later one.", "last", stops=True)
    elif wave.opens.date() < store.now().astimezone(wave.opens.tzinfo).date():
        yield Finding("Its first day is over already.", "It takes answers as soon as you open it.", "opens")


def _schools(store: Store, wave: Wave) -> Iterator[Finding]:
    sites = store.sites.of(wave)
    if not sites:
        yield Finding("No school takes part.", "Add at least one.", "schools", stops=True)
        return
    unknown = [one for one in sites if one.roster is None]
    if unknown:
        cause = f"How many people are asked is not known of {_names(unknown)}."
        yield Finding(cause, "Without it there is no response rate.", "rosters")
    yield from _families(store, wave, sites)
    if wave.way_in is WayIn.CODES:
        yield from _codes(store, wave, sites)


def _families(store: Store, wave: Wave, sites: tuple[Site, ...]) -> Iterator[Finding]:
    """Of a wave of students: schools whose families were not told yet, or not asked for their consent."""
    if store.notices.needed(wave) is None:
        return
    recorded = store.notices.of(wave)
    without = [one for one in sites if one.id not in recorded]
    if without:
        cause = (
            f"What families were told is not recorded of {_names(without)}, so no student there can answer."
        )
        yield Finding(cause, "Record it before or after opening.", "families")


def _codes(store: Store, wave: Wave, sites: tuple[Site, ...]) -> Iterator[Finding]:
    if wave.privacy is Privacy.IDENTIFIED:
        listed = {one.site_id for one in store.invitees.of(wave)}
        without = [one for one in sites if one.id not in listed]
        if without:
            cause = f"No people are listed of {_names(without)}, so nobody there can answer."
            yield Finding(cause, "List them; people can be added later too.", "invitees")
        return
    counts = store.codes.counts(wave)
    without = [one for one in sites if not counts[one.id].issued]
    if without:
        cause = f"No personal code is made yet for {_names(without)}, so nobody there can answer."
        yield Finding(cause, "Make them before or after opening.", "codes")


def _told(wave: Wave) -> Iterator[Finding]:
    if not wave.contact:
        yield Finding(
            "Nobody is named whom people may ask.",
            "They are told to ask the network or whoever sent the link.",
            "contact",
        )
    if wave.kept_until is None:
        yield Finding(
            "People are not told until when single answers are kept.",
            "Once it is open the day can still be set, and from then on only be moved forward.",
            "kept_until",
        )


def _languages(store: Store, wave: Wave) -> Iterator[Finding]:
    version = wave.instrument_id, wave.version
    source = store.definitions.get(*version).language
    drafts = [
        one for one in wave.languages if one != source and not store.definitions.reviewed(*version, one)
    ]
    spoken = [one for one in wave.languages if Language.nearest(one).speaks(one)]
    ours = [one for one in spoken if not Language.nearest(one).reviewed(RESPONDENT)]
    silent = [one for one in wave.languages if one not in spoken]
    for tags, cause, remedy in (
        (drafts, "The questions in {} are a draft that no speaker has reviewed.", REVIEW),
        (ours, "The words around the questions in {} are a draft that no speaker has reviewed.", TOLD),
        (silent, "The words around the questions are English for people who answer in {}.", TOLD),
    ):
        if tags:
            yield Finding(cause.format(listed([own_name(tag) for tag in tags])), remedy, "languages")


def _names(sites: list[Site]) -> str:
    if len(sites) <= NAMED_ONE_BY_ONE:
        return listed([one.school for one in sites])
    return counted(len(sites), "school")
