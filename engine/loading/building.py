"""Checked file models -> the frozen model. Nothing is checked here: what arrives has no problems left."""

from collections.abc import Sequence
from types import MappingProxyType

from engine.instrument.model import (
    Audience,
    ColumnMap,
    Composite,
    Consequence,
    Construct,
    ConstructMap,
    Crosswalk,
    EventParameter,
    Example,
    Form,
    Instrument,
    Item,
    Kind,
    Level,
    NonAnswer,
    Norm,
    Option,
    Page,
    Privacy,
    ResponseScale,
    Scoring,
    Subscale,
    ValidationPlan,
)
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule
from engine.loading.format import (
    ALL_KEYED,
    ColumnMapFile,
    CompositeEntry,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    FormEntry,
    InstrumentFile,
    ItemEntry,
    LevelEntry,
    NormsFile,
    OptionEntry,
    RuleEntry,
    ScaleEntry,
    ScoreEntry,
    SubscaleEntry,
    TranslationFile,
    ValidationEntry,
)
from engine.loading.pagination import paginate
from engine.loading.source import Where


def build_instrument(file: InstrumentFile, construct_map: ConstructMap | None) -> Instrument:
    """The instrument that a file defines, with the construct map it names."""
    scales = {id: _scale(id, entry) for id, entry in (file.response_scales or {}).items()}
    items = tuple(_item(entry, scales) for entry in file.items)
    return Instrument(
        id=file.id,
        version=file.version,
        title=file.title,
        language=file.language,
        licence=file.licence,
        audience=Audience(file.audience),
        privacy=Privacy(file.privacy),
        minimum_group=file.minimum_group,
        items=items,
        subscales=tuple(_subscale(entry) for entry in file.subscales),
        forms=_forms(file.forms, items),
        response_scales=tuple(scales.values()),
        stems=MappingProxyType(dict(file.stems or {})),
        composites=tuple(_composite(entry) for entry in file.composites or ()),
        validation=_validation(file.validation),
        display_text=file.display_text,
        citation=file.citation,
        purpose=file.purpose,
        intended_use=file.intended_use,
        not_for=tuple(file.not_for or ()),
        thanks=file.thanks,
        sources=tuple(file.sources or ()),
        minutes=file.minutes,
        reading_grade=file.reading_grade,
        construct_map=construct_map,
        event=EventParameter(file.event.question, file.event.example) if file.event else None,
    )


def build_construct_map(file: ConstructMapFile) -> ConstructMap:
    constructs = []
    for entry in file.constructs:
        lacking = entry.when_lacking
        constructs.append(
            Construct(
                id=entry.id,
                label=entry.label,
                meaning=entry.meaning,
                aliases=tuple(entry.aliases or ()),
                low=entry.low,
                high=entry.high,
                precedes=tuple(entry.precedes or ()),
                when_lacking=Consequence(lacking.consequence, lacking.status, lacking.note)
                if lacking
                else None,
                question=entry.question,
            )
        )
    return ConstructMap(file.id, file.title, tuple(constructs), tuple(file.sources or ()))


def build_norms(file: NormsFile) -> tuple[Norm, ...]:
    return tuple(
        Norm(one.subscale, one.population, one.source, one.year, one.n, one.mean, one.sd, one.status)
        for one in file.norms
    )


def build_examples(file: ExamplesFile) -> tuple[Example, ...]:
    """Worked examples; a blank answer is left out, as everywhere."""
    return tuple(
        Example(
            why=one.why,
            answers=MappingProxyType(
                {
                    id: tuple(answer) if isinstance(answer, list) else answer
                    for id, answer in one.answers.items()
                    if answer is not None
                }
            ),
            scores=MappingProxyType(dict(one.scores or {})),
            rescaled=MappingProxyType(dict(one.rescaled or {})),
            levels=MappingProxyType(dict(one.levels or {})),
            form=one.form,
        )
        for one in file.examples
    )


def build_crosswalks(file: CrosswalkFile) -> tuple[Crosswalk, ...]:
    return tuple(
        Crosswalk(
            one.from_,
            one.to,
            MappingProxyType(dict(one.items or {})),
            MappingProxyType(dict(one.subscales or {})),
        )
        for one in file.crosswalks
    )


def build_column_map(file: ColumnMapFile) -> ColumnMap:
    keyed = None if file.keyed == [ALL_KEYED] else tuple(file.keyed or ())
    return ColumnMap(
        columns=MappingProxyType(dict(file.columns or {})),
        keyed=keyed,
        site=file.site,
        respondent=file.respondent,
        groups=tuple(file.group or ()),
        ignore=tuple(file.ignore or ()),
    )


def located_texts(file: TranslationFile) -> dict[str, tuple[str, Where]]:
    """The texts of a translation by the id that `engine.instrument.translation` gives them, each with its place."""
    found: dict[str, tuple[str, Where]] = {}
    for key, value in file.model_dump(exclude={"language", "reviewed"}, exclude_none=True).items():
        _locate(found, key, (key,), value)
    return found


def _locate(found: dict[str, tuple[str, Where]], id: str, where: Where, value: object) -> None:
    if isinstance(value, str):
        found[id] = value, where
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            _locate(found, f"{id}.{number}", (*where, number - 1), one)
    elif isinstance(value, dict):
        for key, one in value.items():
            _locate(found, f"{id}.{key}", (*where, key), one)


def build_rule(entry: RuleEntry) -> Rule:
    """The rule of an entry whose shape was checked."""
    match entry:
        case RuleEntry(item=str(item), is_=list(values)):
            return Is(item, tuple(values))
        case RuleEntry(item=str(item), at_least=float(number)):
            return AtLeast(item, number)
        case RuleEntry(item=str(item), at_most=float(number)):
            return AtMost(item, number)
        case RuleEntry(answered=str(item)):
            return Answered(item)
        case RuleEntry(all_=list(rules)):
            return All(tuple(build_rule(one) for one in rules))
        case RuleEntry(any_=list(rules)):
            return AnyOf(tuple(build_rule(one) for one in rules))
        case RuleEntry(not_=RuleEntry() as inner):
            return Not(build_rule(inner))
        case _:
            raise ValueError("a rule without a shape was built")


def _scale(id: str, entry: ScaleEntry) -> ResponseScale:
    return ResponseScale(id, _options(entry.options), _non_answers(entry.non_answers))


def _options(entries: Sequence[OptionEntry] | None) -> tuple[Option, ...]:
    return tuple(Option(entry.value, entry.label) for entry in entries or ())


def _non_answers(entries: dict[str, str] | None) -> tuple[NonAnswer, ...]:
    return tuple(NonAnswer(id, label) for id, label in (entries or {}).items())


def _item(entry: ItemEntry, scales: dict[str, ResponseScale]) -> Item:
    scale = scales[entry.scale] if entry.scale is not None else None
    return Item(
        id=entry.id,
        text=entry.text,
        kind=Kind(entry.kind),
        stem=entry.stem,
        scale=entry.scale,
        options=scale.options if scale else _options(entry.options),
        non_answers=scale.non_answers if scale else _non_answers(entry.non_answers),
        reverse=entry.reverse,
        facet=entry.facet,
        note=entry.note,
        minimum=entry.minimum,
        maximum=entry.maximum,
        whole=entry.whole,
        earliest=entry.earliest,
        latest=entry.latest,
        maximum_length=entry.maximum_length,
        show_if=build_rule(entry.show_if) if entry.show_if else None,
    )


def _scoring(entry: ScoreEntry) -> Scoring:
    rescale = (entry.rescale[0], entry.rescale[1]) if entry.rescale else None
    return Scoring(entry.method, entry.minimum_answered, rescale)


def _levels(entries: Sequence[LevelEntry] | None) -> tuple[Level, ...]:
    return tuple(Level(entry.id, entry.label, entry.text or "", entry.below) for entry in entries or ())


def _subscale(entry: SubscaleEntry) -> Subscale:
    return Subscale(
        entry.id,
        entry.label,
        entry.construct_,
        tuple(entry.items),
        _scoring(entry.score),
        _levels(entry.levels),
    )


def _composite(entry: CompositeEntry) -> Composite:
    return Composite(entry.id, entry.label, tuple(entry.of), _scoring(entry.score), _levels(entry.levels))


def _forms(entries: dict[str, FormEntry] | None, items: tuple[Item, ...]) -> tuple[Form, ...]:
    if not entries:
        return (Form("full", paginate(items)),)
    by_id = {item.id: item for item in items}
    forms = []
    for id, entry in entries.items():
        if entry.pages is not None:
            pages = tuple(Page(tuple(page.items), page.title) for page in entry.pages)
        else:
            pages = paginate([by_id[name] for name in entry.items or ()])
        forms.append(Form(id, pages, entry.title, entry.feedback, entry.minimum_answered, entry.minutes))
    return tuple(forms)


def _validation(entry: ValidationEntry | None) -> ValidationPlan:
    if entry is None:
        return ValidationPlan()
    return ValidationPlan(tuple(entry.structures or ()), tuple(entry.groups or ()), entry.cluster)
