"""A codebook as a document: what was asked, what each number in a file means, how scores are made of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.exchange.missing_columns import ANSWERED, SUFFIX
from engine.instrument.canonical import digests
from engine.instrument.model import Composite, Form, Instrument, Scoring, Subscale
from engine.printed import shortest, whole
from engine.report.document import Block, Bullets, Column, DefinitionList, Document, Paragraph, Section, Table
from engine.report.media.origin import Origin
from engine.responses.codebook import Category, Codebook, Variable, part_of
from engine.responses.layout import MISSING_KINDS
from engine.responses.scoring import reported_range


@dataclass(frozen=True, slots=True)
class _Key:
    """Values that several columns share, under the name that tables refer to."""

    name: str
    categories: tuple[Category, ...]


def codebook_document(book: Codebook, origin: Origin | None = None, form: Form | None = None) -> Document:
    """Compose the codebook of an instrument, or of a file of one wave's responses where `origin` names it."""
    instrument = book.instrument
    source = origin or instrument_origin(instrument)
    keys = _keys(book)
    count = len(book.variables)
    words = f"{instrument.title} {instrument.version}"
    facts = f"{source.n} responses, closed {source.closed}" if source.n is not None else ""
    sections = [
        Section("about", "About the instrument", tuple(_about(instrument, source))),
        Section("values", "What the values mean", tuple(_value_blocks(keys))),
        Section("variables", "Variables", tuple(_overview(book)), tuple(_variable_sections(book, keys))),
        *_score_sections(instrument, form),
        *_forms(instrument),
        *_left_out(book),
    ]
    return Document(
        title=f"Codebook: {instrument.title}",
        context=" · ".join(part for part in (words, source.wave, facts) if part),
        lead=f"{count} variables: what was asked, what each value means, and how scores are made of them.",
        sections=tuple(sections),
        tags=("Simulated data",) if source.simulated else (),
        provenance=(source.line(),),
        running=f"Codebook: {words}",
        author="Barograph",
        date=source.closed,
        language=instrument.language,
    )


def instrument_origin(instrument: Instrument) -> Origin:
    """The origin of a codebook without data."""
    return Origin(instrument.id, instrument.version, scoring=digests(instrument).scoring)


def _about(instrument: Instrument, origin: Origin) -> Iterator[Block]:
    rows = (
        ("Instrument", f"{instrument.title} ({instrument.id})"),
        ("Version", instrument.version),
        ("Purpose", instrument.purpose or ""),
        ("For", instrument.intended_use or ""),
        ("Not for", "; ".join(instrument.not_for)),
        ("Answered by", instrument.audience.value.replace("_", " ")),
        ("Language of this codebook", instrument.language),
        ("Licence", instrument.licence),
        ("Cite as", instrument.citation or ""),
        *((name, text) for name, text in origin.lines() if name not in ("Instrument", "Data")),
    )
    yield DefinitionList(tuple((name, text) for name, text in rows if text))
    if not instrument.display_text:
        yield Paragraph("The words of the questions belong to others and are not repeated here.")
    if instrument.sources:
        yield Paragraph("Sources", strong=True)
        yield Bullets(instrument.sources)


def _keys(book: Codebook) -> tuple[_Key, ...]:
    """Each set of values once: named after its response scale, or after the item that has it."""
    found: dict[tuple[tuple[float, str, str], ...], _Key] = {}
    for variable in book.variables:
        meaning = _meaning(variable.named)
        if meaning and not variable.quantity and meaning not in found:
            found[meaning] = _Key(_key_name(variable), variable.named)
    return tuple(found.values())


def _key_name(variable: Variable) -> str:
    item = variable.item
    if item is None:
        return variable.name
    shared = item.kind.coding.values if item.kind.coding else None
    return shared or item.scale or variable.name


def _meaning(categories: tuple[Category, ...]) -> tuple[tuple[float, str, str], ...]:
    return tuple((category.number, category.word, category.label) for category in categories)


def _value_blocks(keys: tuple[_Key, ...]) -> Iterator[Block]:
    yield Paragraph(
        "Values are as answered: nothing is turned or filled in. CSV files hold the words of the second column, "
        "data files of statistics programs (.sav) the numbers, with every kind of missing declared as missing. CSV "
        "files of numbers hold the number of each answer and nothing where there is none; behind all answers, a "
        f"column with “{SUFFIX}” behind the variable’s name holds {ANSWERED}, or the number of the kind of missing."
    )
    columns = (Column("Number"), Column("In CSV"), Column("Meaning"))
    usual = _kinds_of_missing(keys[0]) if keys else ()
    for key in keys:
        same = _kinds_of_missing(key) == usual
        shown = [category for category in key.categories if not (same and category in usual)]
        yield Table(f"Values of {key.name}", columns, tuple(_value_row(category) for category in shown))
    if usual:
        yield Table(
            "Kinds of missing, of every variable with values" + _exceptions(keys, usual),
            columns,
            tuple(_value_row(category) for category in usual),
        )


def _kinds_of_missing(key: _Key) -> tuple[Category, ...]:
    """The kinds of missing that every question has; non-answers such as "I can't judge" are its scale's own."""
    return tuple(category for category in key.categories if category.code in MISSING_KINDS)


def _exceptions(keys: tuple[_Key, ...], usual: tuple[Category, ...]) -> str:
    other = [key.name for key in keys if _kinds_of_missing(key) != usual]
    return f" but {', '.join(other)}" if other else ""


def _value_row(category: Category) -> tuple[str, str, str]:
    meaning = (
        f"{category.label} (missing)"
        if category.missing and category.code not in MISSING_KINDS
        else category.label
    )
    return shortest(category.number), category.word or "(empty)", meaning


def _overview(book: Codebook) -> Iterator[Block]:
    renamed = [
        (variable.name, variable.spss) for variable in book.variables if variable.name != variable.spss
    ]
    yield Paragraph(
        "Variables stand in the order of the file. Names are the same in every format"
        + (", but for those below, which not every program takes." if renamed else ".")
    )
    if renamed:
        yield Table("Names that differ", (Column("In CSV"), Column("In .sav")), tuple(renamed))


def _variable_sections(book: Codebook, keys: tuple[_Key, ...]) -> Iterator[Section]:
    """A section a subscale, then the rest; a variable of several subscales stands under the first."""
    left = list(book.variables)
    for subscale in book.instrument.subscales:
        chosen = [
            variable for variable in left if variable.item is not None and variable.item.id in subscale.items
        ]
        left = [variable for variable in left if variable not in chosen]
        if chosen:
            blocks = tuple(
                _variable_blocks(chosen, keys, f"Variables of {subscale.label}", part_of(subscale))
            )
            yield Section(f"variables-{subscale.id}", subscale.label, blocks)
    if left:
        yield Section(
            "variables-other", "Other variables", tuple(_variable_blocks(left, keys, "Other variables"))
        )


def _variable_blocks(
    variables: list[Variable], keys: tuple[_Key, ...], caption: str, heading: str = ""
) -> Iterator[Block]:
    for stem in dict.fromkeys(variable.stem for variable in variables if variable.stem):
        names = ", ".join(variable.name for variable in variables if variable.stem == stem)
        yield Paragraph(f"Above {names}: “{stem}”")
    yield Table(
        caption,
        (Column("Name"), Column("Question"), Column("Values"), Column("Notes")),
        tuple(
            (variable.name, variable.label, _values_of(variable, keys), _notes(variable, heading))
            for variable in variables
        ),
    )


def _notes(variable: Variable, heading: str) -> str:
    """The notes that the section's heading does not say already."""
    return " ".join(note for note in variable.notes if note != heading) or "–"


def _values_of(variable: Variable, keys: tuple[_Key, ...]) -> str:
    """The name of the variable's table of values or its range, and how it is measured."""
    if variable.categories and not variable.quantity:
        meaning = _meaning(variable.categories)
        name = next(key.name for key in keys if _meaning(key.categories) == meaning)
        return f"{name} ({variable.measure.value})"
    kind = "whole numbers" if variable.whole else "numbers"
    ends = [
        f"{word} {shortest(end)}"
        for word, end in (("from", variable.minimum), ("to", variable.maximum))
        if end is not None
    ]
    return f"{' '.join([kind, *ends])} ({variable.measure.value})"


def _score_sections(instrument: Instrument, form: Form | None) -> Iterator[Section]:
    if not instrument.subscales:
        return
    rows = [
        (score.label, score.id, ", ".join(_keyed(instrument, score)), _rule(score.score))
        for score in instrument.subscales
    ]
    rows += [
        (score.label, score.id, ", ".join(score.of), _rule(score.score)) for score in instrument.composites
    ]
    table = Table(
        "How scores are made; a minus marks items that are turned first",
        (Column("Score"), Column("Id"), Column("Of"), Column("Rule")),
        tuple(rows),
    )
    words = [
        Paragraph(
            "A turned item counts as lowest plus highest value minus the answer. With fewer answers than the rule asks "
            "for there is no score; missing answers are never filled in."
        )
    ]
    if form is not None and form.minimum_answered is not None:
        words.append(
            Paragraph(f"On this form {form.minimum_answered} answered items are enough for a score.")
        )
    leveled: tuple[Subscale | Composite, ...] = (*instrument.subscales, *instrument.composites)
    levels = [found for score in leveled if (found := _levels(instrument, score)) is not None]
    yield Section("scores", "Scores", (*words, table, *levels))


def _keyed(instrument: Instrument, subscale: Subscale) -> Iterator[str]:
    for id in subscale.items:
        yield f"−{id}" if instrument.item(id).reverse else id


def _rule(rule: Scoring) -> str:
    scaled = f", put on {rule.rescale[0]:g} to {rule.rescale[1]:g}" if rule.rescale else ""
    return f"{rule.method}, at least {rule.minimum_answered} answered{scaled}"


def _levels(instrument: Instrument, score: Subscale | Composite) -> Table | None:
    if not score.levels:
        return None
    low = f"{reported_range(instrument, score)[0]:g}" if isinstance(score, Subscale) else "the lowest score"
    cuts = [low, *(f"{level.below:g}" for level in score.levels if level.below is not None)]
    return Table(
        f"Levels of {score.label}",
        (Column("Level"), Column("From"), Column("To under"), Column("What it means")),
        tuple(
            (level.label, cut, "–" if level.below is None else f"{level.below:g}", level.text or "–")
            for level, cut in zip(score.levels, cuts, strict=True)
        ),
    )


def _forms(instrument: Instrument) -> Iterator[Section]:
    if len(instrument.forms) < 2:
        return
    rows = tuple(
        (form.id, form.title or "–", whole(len(form.items)), ", ".join(form.items))
        for form in instrument.forms
    )
    columns = (Column("Form"), Column("Title"), Column("Items", "end"), Column("Which"))
    yield Section("forms", "Forms", (Table("Forms and their items", columns, rows),))


def _left_out(book: Codebook) -> Iterator[Section]:
    if not book.left_out:
        return
    display = book.instrument.display
    text = "Words that people wrote and dates could tell who somebody is. They are in no de-identified file."
    rows = tuple((item.id, display(item)) for item in book.left_out)
    yield Section("left-out", "Asked, but not in the files", (Paragraph(text), DefinitionList(rows)))
