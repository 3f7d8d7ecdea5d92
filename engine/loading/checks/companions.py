"""The files beside an instrument: that translations, examples, norms, crosswalks and maps fit it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from engine.instrument.construct_map import ConstructMap, map_texts
from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Composite, Instrument, Item, Subscale
from engine.instrument.translation import Translation, missing_texts, names, texts
from engine.loading.checks.items import duplicates, unknown_id
from engine.loading.format.companions import (
    ALL_KEYED,
    ColumnMapFile,
    ConstructEntry,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    MapTranslationFile,
    NormsFile,
    TranslationFile,
)
from engine.loading.source import Source, Where
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.responses.answers import read
from engine.responses.layout import layout


def check_translation(
    source: Source, file: TranslationFile, language: str, found: Mapping[str, Where], instrument: Instrument
) -> Iterator[Problem]:
    """`language` is the file's name; `found` says where each text of the file stands."""
    own = "instrument.yaml" if language == instrument.language else ""
    yield from _language_and_ids(
        source, file, language, own, found, {**texts(instrument), **names(instrument)}
    )
    absent = missing_texts(instrument, Translation(language, dict.fromkeys(found, "")))
    yield from _absent(source, absent)


def check_map_translation(
    source: Source,
    file: MapTranslationFile,
    language: str,
    found: Mapping[str, Where],
    constructs: ConstructMap,
    own: str,
) -> Iterator[Problem]:
    """`language` is the one in the file's name, and `own` that of the map itself."""
    known = map_texts(constructs)
    itself = f"{constructs.id}.yaml" if language == own else ""
    yield from _language_and_ids(source, file, language, itself, found, known)
    yield from _absent(source, [id for id in known if id not in found])


def _language_and_ids(
    source: Source,
    file: TranslationFile | MapTranslationFile,
    language: str,
    own: str,
    found: Mapping[str, Where],
    known: Collection[str],
) -> Iterator[Problem]:
    """`own` is the file whose language a translation is in by mistake."""
    if file.language != language:
        cause = f"the file is named {language} and is in {file.language!r}"
        yield source.problem("translation_language", ("language",), cause, "make the two the same")
    elif own:
        cause = f"{language} is the language of {own} itself"
        yield source.problem("translation_language", ("language",), cause, "delete the file, or name another")
    whole = "instrument" if isinstance(file, TranslationFile) else "map"
    for id, where in found.items():
        if id not in known:
            remedy = did_you_mean(id, known, 0.8) or "take it out, or correct the id"
            yield source.problem("unknown_text", where, f"the {whole} has no such text", remedy)


def _absent(source: Source, absent: Sequence[str]) -> Iterator[Problem]:
    if absent:
        cause = f"{counted(len(absent), 'text')} not translated: {listed(absent, 6)}"
        yield source.problem(
            "translation_missing", (), cause, "translate them; till then the source is shown"
        )


def check_examples(source: Source, file: ExamplesFile, instrument: Instrument) -> Iterator[Problem]:
    forms, scores = list(instrument.form_by_id), _levels(instrument)
    for index, example in enumerate(file.examples):
        where: Where = ("examples", index)
        if example.form is not None and example.form not in forms:
            yield unknown_id(source, "unknown_form", (*where, "form"), "form", example.form, forms)
            continue
        asked = instrument.form(example.form).items if example.form else list(instrument.item_by_id)
        for id, answer in example.answers.items():
            place = (*where, "answers", id)
            if id not in asked:
                what = "item" if example.form is None else f"item on the form {example.form!r}"
                yield unknown_id(source, "unknown_item", place, what, id, list(asked))
            else:
                yield from _answer(source, place, instrument.item(id), answer)
        for key in ("scores", "rescaled", "levels"):
            for id, level in (getattr(example, key) or {}).items():
                place = (*where, key, id)
                if id not in scores:
                    yield unknown_id(
                        source, "unknown_subscale", place, "subscale or composite", id, list(scores)
                    )
                elif key == "levels" and level is not None and level not in scores[id]:
                    yield unknown_id(source, "unknown_level", place, "level", level, scores[id])


def check_norms(source: Source, file: NormsFile, instrument: Instrument) -> Iterator[Problem]:
    scores = {score.id: score for score in _scores(instrument)}
    for index, norm in enumerate(file.norms):
        where: Where = ("norms", index)
        if norm.subscale not in scores:
            place, what = (*where, "subscale"), "subscale or composite"
            yield unknown_id(source, "unknown_subscale", place, what, norm.subscale, list(scores))
            continue
        reached = scores[norm.subscale].score.rescale
        if reached is not None and not reached[0] <= norm.mean <= reached[1]:
            cause = f"the mean {norm.mean:g} lies outside the scores from {reached[0]:g} to {reached[1]:g}"
            yield source.problem(
                "norm_out_of_range", (*where, "mean"), cause, "give it on the rescaled score"
            )


def check_crosswalks(source: Source, file: CrosswalkFile, instrument: Instrument) -> Iterator[Problem]:
    """Only the side that is this version can be compared with it."""
    seen: set[tuple[str, str]] = set()
    for index, walk in enumerate(file.crosswalks):
        where: Where = ("crosswalks", index)
        if walk.source == walk.target or (walk.source, walk.target) in seen:
            cause = f"from {walk.source} to {walk.target} leads nowhere, or is a pair given twice"
            yield source.problem("crosswalk_versions", where, cause, "name two versions, each pair once")
        seen.add((walk.source, walk.target))
        for version, side in ((walk.source, 0), (walk.target, 1)):
            if version != instrument.version:
                continue
            for key, known in (("items", instrument.item_by_id), ("subscales", _levels(instrument))):
                for pair in (getattr(walk, key) or {}).items():
                    if pair[side] not in known:
                        code = "unknown_item" if key == "items" else "unknown_subscale"
                        what = f"{key[:-1]} in version {version}"
                        yield unknown_id(source, code, (*where, key, pair[0]), what, pair[side], list(known))


def check_column_map(source: Source, file: ColumnMapFile, instrument: Instrument) -> Iterator[Problem]:
    """That it names items of the instrument, or options of choose-many ones as `item.option`.

    The columns are those of a data file, which is not at hand.
    """
    targets = [column.id for column in layout(instrument).columns]
    targets += [item.id for item in with_words_beside(instrument.items) if item.id not in targets]
    for column, id in (file.columns or {}).items():
        if id not in targets:
            yield unknown_id(source, "unknown_item", ("columns", column), "item", id, targets)
    reverse = [item.id for item in instrument.items if item.reverse]
    for index, id in enumerate(file.keyed if file.keyed and file.keyed != [ALL_KEYED] else ()):
        if id not in reverse:
            yield unknown_id(source, "unknown_item", ("keyed", index), "reverse-keyed item", id, reverse)


def check_construct_map(
    source: Source, file: ConstructMapFile, name: str, elsewhere: Collection[str] = ()
) -> Iterator[Problem]:
    """`elsewhere` are the constructs of the maps beside it."""
    if file.id != name:
        cause = f"the file is named {name}.yaml and the map {file.id!r}"
        yield source.problem("map_name", ("id",), cause, "make the two the same")
    ids = [entry.id for entry in file.constructs]
    yield from duplicates(source, ((id, ("constructs", index)) for index, id in enumerate(ids)))
    before = {entry.id: entry.precedes or [] for entry in file.constructs}
    for index, entry in enumerate(file.constructs):
        yield from _named(source, index, entry, ids, elsewhere)
        for number, id in enumerate(entry.precedes or ()):
            where: Where = ("constructs", index, "precedes", number)
            if id not in ids:
                yield unknown_id(source, "unknown_construct", where, "construct", id, ids)
            elif _reaches(before, id, entry.id):
                cause = f"{entry.id} precedes {id}, which leads back to {entry.id}"
                yield source.problem("construct_cycle", where, cause, "take one of the steps out")


def _named(
    source: Source, index: int, entry: ConstructEntry, ids: Collection[str], elsewhere: Collection[str]
) -> Iterator[Problem]:
    """The construct that one is part of, here or elsewhere, and the one here that it is read together with."""
    pair = entry.read_with
    named: tuple[tuple[str | None, set[str], Where], ...] = (
        (entry.under, {*ids, *elsewhere}, ("constructs", index, "under")),
        (pair.id if pair is not None else None, {*ids}, ("constructs", index, "read_with", "id")),
    )
    for id, known, place in named:
        others = sorted(known - {entry.id})
        if id is not None and id not in others:
            yield unknown_id(source, "unknown_construct", place, "construct", id, others)


def _levels(instrument: Instrument) -> dict[str, list[str]]:
    return {score.id: [level.id for level in score.levels] for score in _scores(instrument)}


def _scores(instrument: Instrument) -> list[Subscale | Composite]:
    return [*instrument.subscales, *instrument.composites]


def _answer(source: Source, where: Where, item: Item, answer: object) -> Iterator[Problem]:
    if not item.closed or answer is None:
        return
    if item.kind.coding is not None and (item.kind.numbered or item.kind.coding.quantity):
        texts = [str(given) for given in (answer if isinstance(answer, list) else [answer])]
        try:
            read(item, texts)
        except Refused as refused:
            cause = f"{item.id}: {refused.problems[0].cause}"
            yield source.problem("example_answer", where, cause, refused.problems[0].remedy)
        return
    known: list[object] = [option.value for option in item.options]
    codes: list[object] = [non_answer.id for non_answer in item.non_answers]
    given: Iterable[object] = answer if isinstance(answer, list) and item.kind.several else [answer]
    for value in given:
        if value not in known and value not in codes:
            words = [str(known_answer) for known_answer in (*known, *codes)]
            remedy = did_you_mean(str(value), words) or f"its answers are {listed(words)}"
            cause = f"{item.id} has no answer {str(value)[:40]!r}"
            yield source.problem("example_answer", where, cause, remedy)


def _reaches(before: Mapping[str, list[str]], start: str, goal: str) -> bool:
    """Whether `goal` comes up when one follows `precedes` from `start`."""
    seen, left = set[str](), [start]
    while left:
        id = left.pop()
        if id == goal:
            return True
        if id not in seen:
            seen.add(id)
            left += before.get(id, ())
    return False
