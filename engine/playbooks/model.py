"""A playbook as its file says it: an overview, a guide a construct, worksheets, and the texts around them.

The classes are the file's format and the program's model at once: frozen, and with every text that people read marked
as `Said`, so that translating walks them without a list of its own.
"""

from typing import Annotated, Literal

from pydantic import Field

from engine.loading.format.values import ItemRef, Language, Minutes, Name, Version
from engine.playbooks.resources import GuideResource, Stage
from engine.playbooks.sheets import SheetOwner, TeamSheet
from engine.playbooks.values import Entry, Said, Tuple, Words


class OverviewPart(Entry):
    id: Name
    title: Said
    text: Said | None = None
    list: Tuple[Said] | None = None
    after: Said | None = Field(None, description="What follows the list.")


class Overview(Entry):
    title: Said
    parts: Tuple[OverviewPart]


class Task(Entry):
    who: Said
    what: Said
    product: Said = Field(description="What is there when it is done.")
    core: bool = Field(False, description="true: the one task of its step to do where there is time for one.")


class GuideStep(Entry):
    id: Stage
    title: Said
    goal: Said
    minutes: Minutes
    questions: Tuple[Said]
    tasks: Tuple[Task]
    trap: Said = Field(description="What goes wrong here most easily.")


class Misreading(Entry):
    score: Literal["low", "high"]
    does_not_mean: Said
    instead: Said


class SmallTest(Entry):
    title: Said
    weeks: Annotated[int, Field(ge=1, le=52)]
    what: Said
    who: Said
    sign_of_success: Said
    how_it_could_backfire: Said


class Pull(Entry):
    """Statements of the survey to set beside a step."""

    step: Stage
    items: Tuple[ItemRef] = Field(description="Ids in any version of the instrument named above.")
    why: Said = Field(description="What they help to see.")


class ConstructGuide(Entry):
    id: Name = Field(description="The construct that it is about.")
    title: Said
    why_it_matters: Said
    when_strong: Said = Field(description="What one sees where it is strong.")
    when_lacking: Said = Field(description="What may follow where it is lacking: a hypothesis.")
    when_lacking_status: Literal["source", "our_reading"]
    misreadings: Tuple[Misreading]
    steps: Tuple[GuideStep] = Field(description="why, how and do.")
    equity: Tuple[Said]
    culture: Said
    small_tests: Tuple[SmallTest]
    celebrate: Said
    pull: Tuple[Pull]
    resources: Tuple[GuideResource] = Field(description="What to read, watch or fill in at its steps.")

    def step(self, id: str) -> GuideStep:
        """The step of that id; raises `KeyError` where there is none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)


class Agenda(Entry):
    minutes: Minutes
    title: Said
    do: Said
    watch_for: Said


class Reply(Entry):
    you_may_hear: Said
    try_: Said = Field(alias="try")


class Defensive(Entry):
    text: Said
    replies: Tuple[Reply]


class Discussion(Entry):
    """Reading a result together."""

    title: Said
    before: Tuple[Said]
    agenda: Tuple[Agenda]
    questions: Tuple[Said]
    when_people_get_defensive: Defensive
    when_n_is_small: Tuple[Said]


class ExamplePrediction(Entry):
    text: Said
    comment: Said


class ChanceRow(Entry):
    answers_each_time: Annotated[int, Field(ge=2)]
    smallest_clear_change: Annotated[int, Field(ge=1)]


class Chance(Entry):
    text: Said
    basis: Said
    rows: Tuple[ChanceRow]


class PredictionOutcome(Entry):
    id: Literal["as_expected", "direction", "higher", "lower", "cannot_tell"]
    title: Said
    rule: Said
    means: Said
    does_not_mean: Said
    say_to_staff: Said
    next: Said


class PredictionHelp(Entry):
    title: Said
    why_predict: Said
    how_to_write: Tuple[Said]
    sentence: Said
    examples: Tuple[ExamplePrediction]
    how_large_is_chance: Chance
    outcomes: Tuple[PredictionOutcome]
    without_shame: Said


class CheckIn(Entry):
    """The monthly check-in: a worksheet, and statements of the survey that are asked with it in turn."""

    sheet: Name = Field(description="The worksheet that is filled in each month.")
    instrument_version: Version = Field(description="The version that the statements are taken from.")
    months: Tuple[Tuple[ItemRef]] = Field(
        description="Statements by month, from January on and then from the first again; each construct once."
    )

    def statements(self, month: int) -> tuple[str, ...]:
        """The ids of the statements of a month, 1 to 12."""
        return self.months[(month - 1) % len(self.months)]


class PhaseOfWork(Entry):
    id: Name
    year: Annotated[int, Field(ge=1, le=10)]
    title: Said
    purpose: Said
    what_is_done: Tuple[Said]
    evidence_to_expect: Tuple[Said]
    what_not_to_expect: Tuple[Said]


class Playbook(Entry):
    """One version of a playbook."""

    id: Name = Field(description="The name of its folder.")
    version: Version
    title: Said
    language: Language
    licence: Words
    status: Said = Field(description="Whether it was tried, in words that its pages show.")
    reading_grade: Annotated[int, Field(ge=1, le=12)] | None = None
    construct_map: Name = Field(description="The map whose constructs the guides are about.")
    instrument: Name = Field(description="The instrument whose statements are set beside steps.")
    overview: Overview
    guides: Tuple[ConstructGuide]
    example_school: Said = Field(description="Whose story the filled worksheets tell.")
    worksheets: Tuple[TeamSheet]
    discussion: Discussion
    prediction_help: PredictionHelp
    phases: Tuple[PhaseOfWork]
    check_in: CheckIn

    def guide(self, construct: str) -> ConstructGuide | None:
        """The guide to a construct, or None."""
        return next((guide for guide in self.guides if guide.id == construct), None)

    def worksheets_of(self, owner: SheetOwner) -> tuple[TeamSheet, ...]:
        """The worksheets that one plan, test, school, person or month has, in order."""
        return tuple(sheet for sheet in self.worksheets if sheet.of == owner)

    def worksheet(self, id: str) -> TeamSheet | None:
        """The worksheet of that id, or None."""
        return next((sheet for sheet in self.worksheets if sheet.id == id), None)
