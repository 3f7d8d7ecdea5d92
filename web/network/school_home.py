"""A school's home for its own people: the one thing to do next, where the school stands, what waits, what was found.

Which thing comes next is said by `engine.waves.team_way`, from facts that are gathered here; the words are said here.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from flask import current_app, url_for

from engine.language import ENGLISH, Language, speaking
from engine.playbooks.timeline import TIMELINE, late_steps, steps_in
from engine.report.school.one_page import measures_of, school_document
from engine.results.answered import JudgedPrediction
from engine.results.in_language import in_language
from engine.results.model_school import FrozenSchool
from engine.store import School, Wave
from engine.store.plan_records import SheetKey, TeamPlan
from engine.waves.in_words import texts_in
from engine.waves.leading_survey import has_guides, leading_wave
from engine.waves.school_guides import offered_guides
from engine.waves.school_result import Reading
from engine.waves.team_way import (
    ClosedSurvey,
    Next,
    RunningSurvey,
    SchoolFacts,
    StandingPlan,
    Stop,
    next_thing,
    way,
)
from web.network.school_card import SchoolCard
from web.rights import Action, Place, allowed
from web.school.by_right import reading_of
from web.school.navigation import LED
from web.sessions import store
from web.team.plan_reading import SpokenPlan, chose_otherwise, spoken_plan
from web.wording import count, language, say, speak

THEORY: Final = "theory_of_action"
IMPACT: Final = "impact_assessment"
PLANS: Final = "plans.plan"  # the page of a plan, where the application has it

CHECK_INS: Final = "check_ins.index"


@dataclass(frozen=True, slots=True)
class NextInWords:
    """The next thing in words: the state of the school as a headline, what to do, and the press that does it."""

    title: str
    text: str
    press: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the leading result says first: its headline and lead, of which words may be in another language."""

    wave: Wave
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class SchoolHome:
    """What stands on a school's home beside the lists of its card."""

    next: NextInWords
    lead: tuple[str, ...]
    way: tuple[tuple[str, Stop], ...]  # each station in words, and how it stands
    said: Said | None
    chosen: dict[int, str]  # by wave: what the team chose on its result
    plan: SpokenPlan | None  # the open plan that was begun last
    otherwise: bool  # whether the choice that this plan began from stands no more
    others: tuple[SpokenPlan, ...]  # the other open plans, the newest first


def school_home(school: School, card: SchoolCard) -> SchoolHome:
    """The home of a school as its own people see it; speaks the language of its leading result."""
    leading = leading_wave(store(), list(reversed(card.closed)))
    reading = None if leading is None else reading_of(school, leading.id)
    facts = school_facts(school, card, reading)
    plans = [spoken_plan(school, one) for one in _open_plans(school)]
    leads = plans[0] if plans else None
    return SchoolHome(
        _shown(school, facts, reading),
        tuple(_lead(facts)),
        tuple((say(f"home.way.{one.station}"), one) for one in way(facts)),
        None if reading is None or facts.result is None or facts.result.read is None else _said(reading),
        _chosen(school, card),
        leads,
        leads is not None and chose_otherwise(school, leads.plan),
        tuple(plans[1:]),
    )


def next_at(school: School, card: SchoolCard) -> NextInWords:
    """The next thing alone, in English, for the page of somebody who has more than one school."""
    leading = leading_wave(store(), list(reversed(card.closed)))
    reading = None if leading is None else replace(reading_of(school, leading.id), language=ENGLISH)
    speak(Language.of(ENGLISH))
    return _shown(school, school_facts(school, card, reading), reading)


def waiting_at(school: School, card: SchoolCard) -> list[tuple[str, str]]:
    """What waits for somebody of the school beside the next thing: a sentence, and where it is done."""
    found = []
    people = [one for one in store().invitations.of(school) if one.waits]
    if people:
        confirms = allowed(Action.SAY_WHO_JOINS, Place(school.network_id, school.id))
        told = count("home.waiting.you_confirm" if confirms else "home.waiting.leader_confirms", len(people))
        found.append((told, url_for("school_people.people", school=school.id)))
    records = allowed(Action.RECORD_FAMILIES, Place(school.network_id, school.id))
    for wave, site, _ in card.open:
        if records and store().notices.needed(wave) and site.id not in store().notices.of(wave):
            told = say("home.waiting.families", wave=wave.title)
            found.append((told, url_for("families.families", school=school.id, wave=wave.id)))
    return found


def school_facts(school: School, card: SchoolCard, reading: Reading | None) -> SchoolFacts:
    """What the next thing follows from."""
    today = store().studies.network(school.network_id).day_of(store().now())
    survey = None if reading is None else reading.wave.instrument_id
    plans = _open_plans(school)
    done = [one.wave_id for one in store().plans.of(school) if not one.open] if has_plans() else []
    return SchoolFacts(
        today,
        tuple(
            RunningSurvey(
                wave=wave.id,
                title=wave.title,
                opens=wave.opens.date(),
                closes=wave.closes.date(),
                at_least=told.at_least if told else 0,
                asked=site.roster,
                same=wave.instrument_id == survey,
            )
            for wave, site, told in card.open
        ),
        result=None if reading is None else _result(school, reading),
        plans=has_plans() and reading is not None and has_guides(store(), reading.wave),
        plan=_plan(plans[0], today) if plans else None,
        closed_plan=reading is not None and reading.wave.id in done,
        check_in_due=_check_in_due(school, today),
    )


def _open_plans(school: School) -> list[TeamPlan]:
    """The school's open plans, the newest first."""
    return [one for one in reversed(store().plans.of(school)) if one.open] if has_plans() else []


def has_plans() -> bool:
    """Whether the application has pages of plans."""
    return PLANS in current_app.view_functions


def _check_in_due(school: School, today: date) -> bool:
    """Whether the team can keep a check-in of this month and has kept none."""
    if CHECK_INS not in current_app.view_functions:
        return False
    kept = (one.month for one in store().check_ins.of(school) if not one.removed)
    return today.replace(day=1) not in kept


def _result(school: School, reading: Reading) -> ClosedSurvey:
    wave, part = reading.wave, reading.part
    own = [one.account.email for one in store().members.of(school) if one.membership.role in LED]
    read = store().audit.first(school, wave, "result.seen", own)
    history = store().choices.history(school, wave)
    standing = history[0] if history and history[0].stands else None
    chosen = standing.at.date() if standing else None
    zone = store().studies.network(school.network_id).zone
    return ClosedSurvey(
        wave=wave.id,
        title=wave.title,
        closed=wave.closes.date(),
        read=read.astimezone(zone).date() if read else chosen,
        scored=isinstance(part, FrozenSchool) and bool(measures_of(reading.frozen, part)),
        chosen=chosen,
        measures=standing.measures if standing else (),
        predicted=not read and any(_answers(wave, one) for one in reading.predictions()),
    )


def _answers(wave: Wave, one: JudgedPrediction) -> bool:
    """Whether the result of a wave says what came of a prediction that stands."""
    return one.prediction.stands and one.outcome is not None and one.by is not None and one.by.id == wave.id


def _plan(plan: TeamPlan, today: date) -> StandingPlan:
    sheets = {key: one for key, one in store().sheet_saves.latest(plan).items() if not one.removed}
    timeline = sheets.get(SheetKey(TIMELINE))
    steps = steps_in(timeline.values) if timeline else ()
    left = [one for one in steps if not one.settled]
    return StandingPlan(
        number=plan.number,
        wave=plan.wave_id,
        theory=SheetKey(THEORY) in sheets,
        steps=len(left),
        all_steps=len(steps),
        late=len(late_steps(steps, today)),
        next_due=min((one.due for one in left if one.due and one.due >= today), default=None),
        impact=SheetKey(IMPACT) in sheets,
    )


def _shown(school: School, facts: SchoolFacts, reading: Reading | None) -> NextInWords:
    word = next_thing(facts)
    values = _values(word, facts, reading)
    number = values.pop("n", None)
    title = f"home.next.{word}.title"
    return NextInWords(
        say(title, **values) if number is None else count(title, int(str(number)), **values),
        say(f"home.next.{word}.text", **values),
        say(f"home.next.{word}.press"),
        _address(word, school, facts, reading),
    )


def _values(word: Next, facts: SchoolFacts, reading: Reading | None) -> dict[str, str | int | date]:
    """What the sentences of the next thing fill in."""
    survey, result, plan = _survey(word, facts), facts.result, facts.plan
    if survey is not None:
        day = survey.opens if word is Next.WAIT_OPEN else survey.closes
        return {"wave": survey.title, "day": day}
    if word in (Next.READ, Next.PREDICTED) and result is not None:
        return {"wave": result.title, "day": result.closed}
    if word in (Next.GUIDE, Next.BEGIN_PLAN) and result is not None and reading is not None:
        return {"measures": _labels(reading, result.measures)}
    if word is Next.LATE and plan is not None:
        return {"n": plan.late}
    if word is Next.STEP and plan is not None:
        due = say("home.due", day=plan.next_due) if plan.next_due else ""
        return {"n": plan.all_steps - plan.steps, "all": plan.all_steps, "due": due}
    return {}


def _survey(word: Next, facts: SchoolFacts) -> RunningSurvey | None:
    if word is Next.SHARE:
        return facts.few
    if word is Next.WAIT_CLOSE:
        return facts.taking[0]
    return facts.to_come if word is Next.WAIT_OPEN else None


def _address(word: Next, school: School, facts: SchoolFacts, reading: Reading | None) -> str:
    survey, result, plan = _survey(word, facts), facts.result, facts.plan
    if survey is not None:
        return url_for("school_sharing.share", school=school.id, wave=survey.wave)
    if plan is not None and word in SHEETS:
        return url_for("plan_sheets.sheet", school=school.id, plan=plan.number, sheet=SHEETS[word])
    if plan is not None and word is Next.STEP:
        return url_for(PLANS, school=school.id, plan=plan.number)
    if word is Next.CHECK_IN:
        return url_for(CHECK_INS, school=school.id)
    if word is Next.BEGIN_PLAN:
        return url_for("plans.plans", school=school.id)
    if result is None or word is Next.NOTHING:
        return url_for("guides.overview")
    here = partial(url_for, school=school.id, wave=result.wave)
    if word is Next.GUIDE and reading is not None:
        found = [one for one in offered_guides(reading) if one.measure in result.measures]
        if found:
            return here("school_results.guide", construct=found[0].construct)
    if word is Next.PREDICTED:
        return here("school_results.result", _anchor="predicted")
    return here("choices.choice" if word is Next.CHOOSE else "school_results.result")


SHEETS: Final = {
    Next.THEORY: "theory-of-action",
    Next.TIMELINE: "action-timeline",
    Next.LATE: "action-timeline",
    Next.IMPACT: "impact-assessment",
}


def _lead(facts: SchoolFacts) -> list[str]:
    """What is known of the way so far, in a sentence or two."""
    told, again = [], facts.again
    if again is not None and facts.result is not None:
        opened = again.opens <= facts.today
        told.append(
            say("home.again_open", day=again.closes) if opened else say("home.again_planned", day=again.opens)
        )
    return told


def _said(reading: Reading) -> Said:
    texts = texts_in(store(), reading.wave, reading.spoken)
    with speaking(reading.spoken):
        document = school_document(
            in_language(reading.frozen, texts.words), in_language(reading.part, texts.words)
        )
    return Said(reading.wave, document.title, document.lead)


def _labels(reading: Reading, measures: tuple[str, ...]) -> str:
    words = texts_in(store(), reading.wave, reading.spoken).words
    labels = {one.id: one.label for one in in_language(reading.frozen, words).measures}
    return language().list([labels.get(one, one) for one in measures])


def _chosen(school: School, card: SchoolCard) -> dict[int, str]:
    """What the team chose on each result that it reads, under the day."""
    found = {}
    for wave in card.closed:
        history = store().choices.history(school, wave)
        if history and history[0].stands:
            found[wave.id] = say("home.results.chosen", day=history[0].at.date())
    return found
