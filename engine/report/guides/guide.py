"""A guide as a document: why the condition matters, three meetings, small tests, and what to ask about fairness.

Where a school's result is at hand its own statements stand in the steps that they belong to; whoever composes hands
over those that may be shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.language import count, say, spoken
from engine.playbooks.model import ConstructGuide, GuideStep, Playbook, SmallTest, Task
from engine.report.document import Block, Bullets, DefinitionList, Document, Paragraph, Section
from engine.report.guides.resources import Addressed, nowhere, resource_list


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the survey as a school answered it: its text and what is said of the answers."""

    text: str
    answers: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Statements that help to see something, and what they help to see."""

    why: str
    statements: tuple[Statement, ...]


def guide_document(
    playbook: Playbook,
    guide: ConstructGuide,
    beside: Mapping[str, Sequence[Beside]],
    place: str = "",
    addressed: Addressed = nowhere,
) -> Document:
    """`beside` are a school's statements by step, empty without a result; `place` names the school.

    `addressed` says where what comes along stands on a page; on paper nothing leads there.
    """
    helping = {
        step.id: resource_list(playbook, [one for one in guide.resources if one.step == step.id], addressed)
        for step in guide.steps
    }
    sections = [
        Section("about", say("guide.about"), tuple(_about(guide))),
        *(
            Section(step.id, _titled(step), tuple(_step(step, beside.get(step.id, ()), helping[step.id])))
            for step in guide.steps
        ),
        Section("fair", say("guide.fair"), (Bullets((*guide.equity, guide.culture)),)),
        Section("tests", say("guide.tests"), (Paragraph(say("guide.tests_lead")),), tuple(_tests(guide))),
        Section("close", say("guide.close"), (Paragraph(guide.celebrate),)),
    ]
    return Document(
        title=guide.title,
        context=" · ".join(part for part in (place, playbook.title) if part),
        lead=guide.why_it_matters,
        sections=tuple(sections),
        provenance=(provenance(playbook),),
        running=f"{playbook.title} · {guide.title}",
        author="Barograph",
        language=spoken().tag,
        place=place,
    )


def provenance(playbook: Playbook) -> str:
    """Which playbook it is, under which licence, and whether it was tried."""
    return say(
        "guide.provenance",
        title=playbook.title,
        version=playbook.version,
        licence=playbook.licence,
        status=playbook.status,
    )


def _about(guide: ConstructGuide) -> Iterator[Block]:
    yield Paragraph(say("guide.when_strong"), strong=True)
    yield Paragraph(guide.when_strong)
    yield Paragraph(say("guide.when_lacking"), strong=True)
    yield Paragraph(guide.when_lacking)
    for score in ("low", "high"):
        misread = [one for one in guide.misreadings if one.score == score]
        if misread:
            yield Paragraph(say(f"guide.misread_{score}"), strong=True)
            yield Bullets(tuple(f"{one.does_not_mean} {one.instead}" for one in misread))


def _titled(step: GuideStep) -> str:
    return say("guide.step", name=say(f"guide.name_{step.id}"), title=step.title, minutes=step.minutes)


def _step(step: GuideStep, beside: Sequence[Beside], helping: DefinitionList) -> Iterator[Block]:
    yield Paragraph(step.goal, lead=True)
    for one in beside:
        yield Paragraph(say("guide.your_statements"), strong=True)
        yield Paragraph(one.why)
        yield DefinitionList(tuple((statement.text, statement.answers) for statement in one.statements))
    yield Paragraph(say("guide.questions"), strong=True)
    yield Bullets(step.questions)
    yield Paragraph(say("guide.tasks"), strong=True)
    yield DefinitionList(tuple((_who(task), _what(task)) for task in step.tasks))
    if helping.rows:
        yield Paragraph(say("guide.helping"), strong=True)
        yield helping
    yield Paragraph(say("guide.trap"), strong=True)
    yield Paragraph(step.trap)


def _who(task: Task) -> str:
    return say("guide.core", who=task.who) if task.core else task.who


def _what(task: Task) -> str:
    return say("guide.task", what=task.what, product=task.product)


def _tests(guide: ConstructGuide) -> Iterator[Section]:
    for number, test in enumerate(guide.small_tests, 1):
        yield Section(f"test-{number}", test.title, (DefinitionList(_test(test)),))


def _test(test: SmallTest) -> tuple[tuple[str, str], ...]:
    return (
        (say("guide.test_what"), test.what),
        (say("guide.test_who"), test.who),
        (say("guide.test_weeks"), count("guide.weeks", test.weeks)),
        (say("guide.test_sign"), test.sign_of_success),
        (say("guide.test_backfire"), test.how_it_could_backfire),
    )
