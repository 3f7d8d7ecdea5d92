"""Checked file models -> the frozen model. Nothing is checked here: what arrives has no problems left."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from engine.instrument.column_map import ColumnMap
from engine.instrument.construct_map import ConstructMap, MapTranslation, Norm
from engine.instrument.model import (
    Crosswalk,
    Example,
    Form,
    Instrument,
    Item,
    NonAnswer,
    Option,
    ResponseScale,
)
from engine.instrument.plain import from_plain
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule
from engine.loading.checks.outline import rules_around
from engine.loading.format.companions import (
    ALL_KEYED,
    ColumnMapFile,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    MapTranslationFile,
    NormsFile,
    TranslationFile,
)
from engine.loading.format.instrument import FormEntry, InstrumentFile
from engine.loading.format.items import ItemEntry, OptionEntry, PointEntry, RuleEntry, ScaleEntry
from engine.loading.format.values import Entry
from engine.loading.pagination import paginate
from engine.loading.source import Where, texts_in


def build_instrument(file: InstrumentFile, construct_map: ConstructMap | None) -> Instrument:
    """The instrument that a file defines, with the construct map it names."""
    scales = {id: _scale(id, entry) for id, entry in (file.response_scales or {}).items()}
    rules = rules_around(file.item_groups, file.forms)
    items = tuple(_item(entry, scales, [rule for _, rule in rules.get(entry.id, ())]) for entry in file.items)
    made_here = {"response_scales", "items", "item_groups", "include", "subscales", "composites", "forms"}
    fields = _by_field(file, exclude=made_here) | {
        "construct_map": construct_map,
        "response_scales": tuple(scales.values()),
        "items": items,
        "subscales": [_score({"construct": None} | _by_field(entry)) for entry in file.subscales],
        "composites": [_score(_by_field(entry)) for entry in file.composites or ()],
        "forms": _forms(file.forms, items),
    }
    return from_plain(Instrument, fields)


def build_construct_map(file: ConstructMapFile) -> ConstructMap:
    return from_plain(ConstructMap, _by_field(file, exclude={"language", "licence"}))


def build_map_translation(file: MapTranslationFile) -> MapTranslation:
    texts = {id: text for id, (text, _) in located_texts(file).items()}
    return MapTranslation(file.language, MappingProxyType(texts), file.reviewed)


def build_norms(file: NormsFile) -> tuple[Norm, ...]:
    return tuple(from_plain(Norm, _by_field(entry)) for entry in file.norms)


def build_examples(file: ExamplesFile) -> tuple[Example, ...]:
    """Worked examples; a blank answer is left out, as everywhere."""
    return tuple(_example(_by_field(entry)) for entry in file.examples)


def build_crosswalks(file: CrosswalkFile) -> tuple[Crosswalk, ...]:
    return tuple(
        from_plain(Crosswalk, {"items": {}, "subscales": {}} | _by_field(entry)) for entry in file.crosswalks
    )


def build_column_map(file: ColumnMapFile) -> ColumnMap:
    keyed = None if file.keyed == [ALL_KEYED] else file.keyed or ()
    return from_plain(ColumnMap, _by_field(file, exclude={"why"}) | {"keyed": keyed})


def located_texts(file: TranslationFile | MapTranslationFile) -> dict[str, tuple[str, Where]]:
    """The texts of a translation by the id that `engine.instrument.translation` gives them, each with its place."""
    fields = file.model_dump(exclude={"language", "reviewed"}, exclude_none=True)
    return {
        ".".join(step if isinstance(step, str) else str(step + 1) for step in where): (text, where)
        for text, where in texts_in(fields)
    }


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
            return All(tuple(build_rule(inner) for inner in rules))
        case RuleEntry(any_=list(rules)):
            return AnyOf(tuple(build_rule(inner) for inner in rules))
        case RuleEntry(not_=RuleEntry() as inner):
            return Not(build_rule(inner))
        case _:
            raise ValueError("a rule without a shape was built")


def _scale(id: str, entry: ScaleEntry) -> ResponseScale:
    return ResponseScale(
        id, _options(entry.options), _non_answers(entry.non_answers), entry.highest_first, entry.faces
    )


def _options(entries: Sequence[PointEntry] | None) -> tuple[Option, ...]:
    """The options; a point that is named by its number alone has that as its label."""
    return tuple(
        Option(entry.value, entry.label or str(entry.value), isinstance(entry, OptionEntry) and entry.specify)
        for entry in entries or ()
    )


def _non_answers(entries: dict[str, str] | None) -> tuple[NonAnswer, ...]:
    return tuple(NonAnswer(id, label) for id, label in (entries or {}).items())


def _rule(entries: Sequence[RuleEntry]) -> Rule | None:
    """What holds where all of these do; a rule that is given twice is one."""
    rules = tuple(dict.fromkeys(map(build_rule, entries)))
    return All(rules) if len(rules) > 1 else next(iter(rules), None)


def _item(entry: ItemEntry, scales: dict[str, ResponseScale], around: Sequence[RuleEntry]) -> Item:
    scale = scales[entry.scale] if entry.scale is not None else None
    fields = _by_field(entry, exclude={"kind", "options", "non_answers", "levels", "show_if"}) | {
        "kind": entry.kind,
        "options": scale.options if scale else _options(entry.options),
        "non_answers": scale.non_answers if scale else _non_answers(entry.non_answers),
        "highest_first": scale is not None and scale.highest_first,
        "faces": scale is not None and scale.faces,
        "levels": [entry.levels[str(option.value)] for option in scale.options]
        if scale and entry.levels
        else [],
        "show_if": _rule([*around, *([entry.show_if] if entry.show_if else [])]),
    }
    return from_plain(Item, fields)


def _example(fields: dict[str, Any]) -> Example:
    answers = {
        id: tuple(answer) if isinstance(answer, list) else answer
        for id, answer in fields["answers"].items()
        if answer is not None
    }
    return from_plain(Example, {"scores": {}, "rescaled": {}, "levels": {}} | fields | {"answers": answers})


def _score(fields: dict[str, Any]) -> dict[str, Any]:
    """A subscale or composite, whose levels have a text each, if an empty one."""
    return fields | {"levels": [_level(level) for level in fields.get("levels", ())]}


def _level(fields: dict[str, Any]) -> dict[str, Any]:
    holds = [
        {"item": one["item"], "low": one["from_"], "high": one["to"]}
        for one in fields.get("text_holds_if", ())
    ]
    return {"text": ""} | fields | {"text_holds_if": holds}


def _forms(entries: dict[str, FormEntry] | None, items: tuple[Item, ...]) -> tuple[Form, ...]:
    if not entries:
        return (Form("full", paginate(items)),)
    by_id = {item.id: item for item in items}
    forms = []
    for id, entry in entries.items():
        fields = _by_field(entry, exclude={"items", "pages"})
        pages = [_by_field(page, exclude={"show_if"}) for page in entry.pages or ()]
        fields |= {"pages": pages} if pages else {}
        if entry.items is not None:
            fields["pages"] = paginate([by_id[name] for name in entry.items])
        forms.append(from_plain(Form, {"id": id} | fields))
    return tuple(forms)


def _by_field(entry: Entry, exclude: set[str] | None = None) -> dict[str, Any]:
    """What an entry says, by the names of the fields that it becomes; what it leaves out has its default there."""
    fields = entry.model_dump(exclude=exclude, exclude_none=True)
    return {name.rstrip("_"): value for name, value in fields.items()}
