"""The parts of a playbook around its guides: the overview, reading a result together, predictions, phases."""

from collections.abc import Iterator

from engine.language import count, say, spoken
from engine.playbooks.model import (
    Discussion,
    OverviewPart,
    PhaseOfWork,
    Playbook,
    PredictionHelp,
    PredictionOutcome,
)
from engine.report.document import Block, Bullets, DefinitionList, Document, Paragraph, Section, table
from engine.report.guides.guide import provenance


def overview_document(playbook: Playbook) -> Document:
    """What a team reads first: what it is about, four meetings, choosing on purpose, the three years."""
    return _document(
        playbook,
        playbook.overview.title,
        playbook.title,
        (
            *(Section(part.id, part.title, tuple(_part(part))) for part in playbook.overview.parts),
            Section("phases", say("guide.phases"), (), tuple(map(_phase, playbook.phases))),
        ),
    )


def discussion_document(playbook: Playbook) -> Document:
    """How a team reads its result together."""
    talk = playbook.discussion
    minutes = sum(item.minutes for item in talk.agenda)
    return _document(playbook, talk.title, count("sheet.minutes", minutes), tuple(_talk(talk)))


def prediction_document(playbook: Playbook) -> Document:
    """Help with writing a prediction, and with reading what became of it."""
    help = playbook.prediction_help
    return _document(playbook, help.title, help.why_predict, tuple(_prediction(help)))


def _document(playbook: Playbook, title: str, lead: str, sections: tuple[Section, ...]) -> Document:
    return Document(
        title=title,
        context=playbook.title if lead != playbook.title else "",
        lead=lead,
        sections=sections,
        provenance=(provenance(playbook),),
        running=f"{playbook.title} · {title}",
        author="Barograph",
        language=spoken().tag,
    )


def _part(part: OverviewPart) -> Iterator[Block]:
    if part.text:
        yield Paragraph(part.text)
    if part.list:
        yield Bullets(part.list)
    if part.after:
        yield Paragraph(part.after)


def _phase(phase: PhaseOfWork) -> Section:
    blocks: list[Block] = [Paragraph(phase.purpose)]
    for title, lines in (
        ("guide.phase_done", phase.what_is_done),
        ("guide.phase_expect", phase.evidence_to_expect),
        ("guide.phase_not", phase.what_not_to_expect),
    ):
        blocks += [Paragraph(say(title), strong=True), Bullets(lines)]
    return Section(phase.id, say("guide.phase", year=phase.year, title=phase.title), tuple(blocks))


def _talk(talk: Discussion) -> Iterator[Section]:
    yield Section("before", say("guide.before"), (Bullets(talk.before),))
    rows = [
        (f"{item.title} ({count('sheet.minutes', item.minutes)})", item.do, item.watch_for)
        for item in talk.agenda
    ]
    words = [say("guide.agenda_step"), say("guide.agenda_do"), say("guide.agenda_watch")]
    yield Section("agenda", say("guide.agenda"), (table(say("guide.agenda"), words, [], rows),))
    yield Section("questions", say("guide.questions"), (Bullets(talk.questions),))
    hard = talk.when_people_get_defensive
    replies = DefinitionList(tuple((reply.you_may_hear, reply.try_) for reply in hard.replies))
    yield Section("defensive", say("guide.defensive"), (Paragraph(hard.text), replies))
    yield Section("few", say("guide.few"), (Bullets(talk.when_n_is_small),))


def _prediction(help: PredictionHelp) -> Iterator[Section]:
    yield Section(
        "how", say("guide.how_to_write"), (Bullets(help.how_to_write), Paragraph(help.sentence, strong=True))
    )
    examples = DefinitionList(tuple((example.text, example.comment) for example in help.examples))
    yield Section("examples", say("guide.examples"), (examples,))
    chance = help.how_large_is_chance
    numbers = [(str(row.answers_each_time), str(row.smallest_clear_change)) for row in chance.rows]
    heads = [say("guide.chance_answers"), say("guide.chance_change")]
    caption = say("guide.chance")
    made = table(caption, [], heads, numbers, note=chance.basis)
    yield Section("chance", caption, (Paragraph(chance.text), made))
    yield Section("outcomes", say("guide.outcomes"), (), tuple(map(_outcome, help.outcomes)))
    yield Section("miss", say("guide.miss"), (Paragraph(help.without_shame),))


def _outcome(outcome: PredictionOutcome) -> Section:
    rows = (
        (say("guide.outcome_rule"), outcome.rule),
        (say("guide.outcome_means"), outcome.means),
        (say("guide.outcome_not"), outcome.does_not_mean),
        (say("guide.outcome_say"), outcome.say_to_staff),
        (say("guide.outcome_next"), outcome.next),
    )
    return Section(outcome.id, outcome.title, (DefinitionList(rows),))
