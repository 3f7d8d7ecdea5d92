"""How many have answered a wave, of all and by school, as far as anybody is told: pages and the API all ask here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask import current_app

from engine.disclosure.groups import AnswersTold, answers_of_result, answers_of_school, answers_so_far
from engine.store import Site, Wave, WaveState
from engine.waves.names import respondents_shown
from web.sessions import store


def answered(wave: Wave) -> AnswersTold | None:
    """Of all schools together: of a closed wave those that its result shows; None where these are too few."""
    if wave.state is WaveState.CLOSED:
        return answers_of_result(_in_result(wave).values())
    return answers_so_far(sum(store().responses.counts(wave).values()))


def answered_by_site(wave: Wave, sites: Iterable[Site]) -> dict[int, AnswersTold | None]:
    """The same by site, of a wave with its sites; None at a school that the result of a closed wave does not show."""
    if wave.state is WaveState.CLOSED:
        shown = _in_result(wave)
        return {site.id: answers_of_school(shown.get(site.school_id)) for site in sites}
    return {site: answers_so_far(n) for site, n in store().responses.counts(wave).items()}


def people_asked(wave: Wave, sites: Sequence[Site]) -> int | None:
    """The people on the rosters, of a closed wave those of the schools that its result counts, as its answers are.

    None while a school has not said its own, or has said less than have answered.
    """
    if wave.state is not WaveState.CLOSED:
        rosters = [site.roster for site in sites]
    else:
        shown = _in_result(wave)
        there = [site for site in sites if site.school_id in shown]
        rosters = [site.roster if (site.roster or 0) >= shown[site.school_id] else None for site in there]
    return sum(one for one in rosters if one is not None) if rosters and None not in rosters else None


def rate(told: AnswersTold | None, roster: int | None) -> int | None:
    """Per cent of the people asked, where their number is exact."""
    return round(100 * told.at_least / roster) if told and told.step == 1 and roster else None


def roles_of(wave: Wave) -> dict[str, str]:
    """The options of the item that asks for the role, value -> label; {} where it is not asked."""
    item = store().definitions.get(wave.instrument_id, wave.version).item_by_id.get("role")
    return {str(option.value): option.label for option in item.options} if item is not None else {}


def by_role(wave: Wave, sites: Sequence[Site]) -> list[tuple[str, int, int | None]]:
    """The roles that may be told: label, at least so many answers, of how many people; the same all day.

    Also when somebody takes back today what they sent before.
    """
    labels = roles_of(wave)
    today = store().now().astimezone(wave.closes.tzinfo).date()
    held: dict[int, tuple[date, Mapping[str, int]]] = current_app.extensions.setdefault("by_role", {})
    if wave.id not in held or held[wave.id][0] != today:
        held[wave.id] = today, store().responses.counts_by_role(wave)
    told = []
    for role, n in held[wave.id][1].items():
        known = [site.roster_by_role.get(role) for site in sites]
        asked = sum(one for one in known if one is not None) if None not in known else None
        told.append((labels.get(role, role), n, asked))
    return told


def _in_result(wave: Wave) -> Mapping[int, int]:
    """How many answered at each school that the result of a closed wave shows."""
    shown = respondents_shown(store(), wave)
    return shown[-1] if shown else {}
