"""Worksheets: typed fields that a team fills in, some of them with its own result beside them."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from engine.loading.format.values import ItemId, Name, Number, OptionValue
from engine.playbooks.values import Entry, Said, Tuple

Pulled = Literal["score", "interval", "lowest_items", "change_since_start"]
CellKind = Literal["short_text", "number", "date", "choose_one"]
FieldKind = Literal["short_text", "long_text", "number", "date", "choose_one", "rows"]
SheetOwner = Literal["plan", "test", "school", "person", "month"]


class SheetOption(Entry):
    value: OptionValue = Field(description="What is kept.")
    label: Said = Field(description="What people read.")


NOT_BEFORE: Final = (
    "Of date: where it is earlier than this other date the page says so, and keeps it; the id of one"
)


class SheetColumn(Entry):
    """A column of a field of rows."""

    id: Name = Field(description="What the column is called in files.")
    label: Said
    kind: CellKind
    options: Tuple[SheetOption] | None = Field(None, description="Of choose_one.")
    minimum: Number | None = Field(None, description="Of number.")
    not_before: Name | None = Field(None, description=f"{NOT_BEFORE} of the same row.")


class SheetField(Entry):
    """One field of a worksheet."""

    id: Name = Field(description="What the field is called in files, and by what is kept.")
    label: Said = Field(description="The question.")
    hint: Said | None = Field(None, description="One or two sentences under it.")
    kind: FieldKind
    code: ItemId | None = Field(None, description="Its short name in the literature of the programme.")
    required: Literal["gentle", "no"] = Field(
        "no", description="gentle: the page asks once for an empty field and then lets the team go on."
    )
    options: Tuple[SheetOption] | None = Field(None, description="Of choose_one.")
    options_from: Literal["constructs"] | None = Field(
        None, description="constructs: the options are the constructs of the map."
    )
    columns: Tuple[SheetColumn] | None = Field(None, description="Of rows.")
    paper_rows: Annotated[int, Field(ge=1, le=20)] | None = Field(
        None, description="Of rows: how many a blank sheet for paper has."
    )
    minimum: Number | None = Field(None, description="Of number.")
    maximum: Number | None = Field(None, description="Of number.")
    not_before: Name | None = Field(None, description=f"{NOT_BEFORE} of the same sheet.")
    pull: Tuple[Pulled] | None = Field(
        None, description="What the page sets beside the field from the school's own result."
    )
    sealed: bool = Field(
        False, description="true: part of a sealed prediction, which is kept apart and never changed."
    )


class TeamSheet(Entry):
    id: Name
    title: Said
    purpose: Said = Field(description="What it is good for, in one sentence.")
    steps: Tuple[Name] = Field(description="The steps of a guide where it is used.")
    minutes: Annotated[int, Field(ge=1, le=600)]
    of: SheetOwner = Field(
        "plan",
        description="plan: one a plan; test: as many a plan as it has tests; school: one a school; person: for"
        " whoever fills it in alone; month: one a month.",
    )
    private: bool = Field(False, description="true: for the person alone who fills it in.")
    privacy_note: Said | None = Field(None, description="Who sees a private one.")
    note: Said | None = None
    fields: Tuple[SheetField] = Field(description="In order.")
    example: dict[Name, Any] | None = Field(None, description="Filled in by a made-up school.")

    @property
    def open_fields(self) -> tuple[SheetField, ...]:
        """Those that a team fills in and may change: all but the sealed ones."""
        return tuple(field for field in self.fields if not field.sealed)

    def field(self, id: str) -> SheetField:
        """The field of that id; raises `KeyError` where there is none."""
        for field in self.fields:
            if field.id == id:
                return field
        raise KeyError(id)
