"""The part of the file format that scores: subscales, composites and levels."""

from typing import Annotated, Literal

from pydantic import Field

from engine.loading.format.values import Entry, ItemRef, Name, Number, Text


class ScoreEntry(Entry):
    method: Literal["mean", "sum"] = Field(
        description="mean: of the items answered. sum: that mean times the number of items."
    )
    minimum_answered: Annotated[int, Field(ge=1)] = Field(
        description="With fewer items answered there is no score."
    )
    rescale: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = Field(
        None,
        description="The two numbers that the lowest and the highest possible score become.",
        examples=[[0, 100]],
    )


class HoldsEntry(Entry):
    item: ItemRef = Field(description="A statement that the text speaks of.")
    from_: Number = Field(alias="from", description="The lowest mean answer with which the text holds.")
    to: Number = Field(description="The highest one. Answers to a reverse-keyed item are turned first.")


class LevelEntry(Entry):
    id: Name = Field(description="The level's id, such as working.")
    label: Text = Field(description="The level's name, as a report prints it.")
    below: Number | None = Field(
        None, description="The cut: scores below it are in this level. The last level has none."
    )
    text: Text | None = Field(None, description="What people at this level typically answer.")
    text_holds_if: list[HoldsEntry] | None = Field(
        None,
        description="A school's report prints the text only where its own mean answer to each of these lies between.",
        min_length=1,
    )
    you: Text | None = Field(
        None, description="What one person at this level reads of the own answers, in place of the text."
    )


Levels = Annotated[
    list[LevelEntry],
    Field(description="Bands of the rescaled score with words for each, lowest first.", min_length=1),
]


class SubscaleEntry(Entry):
    id: Name = Field(description="Lower-case letters, digits, _ and -.", examples=["vision"])
    label: Text = Field(description="The subscale's name, as a report prints it.")
    construct_: Name | None = Field(
        None, alias="construct", description="The construct it measures: an id in the construct map."
    )
    items: list[ItemRef] = Field(
        description="The items that make the score, all of kind scale with the same range.", min_length=1
    )
    score: ScoreEntry = Field(description="How answers become a score.")
    levels: Levels | None = None


class CompositeEntry(Entry):
    id: Name = Field(description="Lower-case letters, digits, _ and -.", examples=["foundation"])
    label: Text = Field(description="The composite's name, as a report prints it.")
    of: list[Name] = Field(description="The subscales it is made of.", min_length=1)
    score: ScoreEntry = Field(
        description="How subscale scores become one; `minimum_answered` counts subscales with a score."
    )
    levels: Levels | None = None
