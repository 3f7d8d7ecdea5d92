"""A school's results of one school year as they are laid side by side, and the page that does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.language import say, speaking
from engine.loading.construct_labels import construct_labels
from engine.report.document import Bullets, Document, Paragraph, Section
from engine.report.school.audiences import alone_section, audiences_lead, construct_sections
from engine.report.school.one_page import provenance
from engine.results.examined import AudiencesByScores
from engine.results.in_language import in_language
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.reading import of_school
from engine.results.side_by_side import AudienceResult, ConstructSideBySide, side_by_side, voices
from engine.store import NotFound, School, Site, Store, Wave
from engine.waves.examined import examined_audiences
from engine.waves.in_words import InstrumentTexts, in_words, texts_in
from engine.waves.school_years import name_of_year, school_year

MayRead = Callable[[Wave], bool]
Read = tuple[InstrumentTexts, AudienceResult]


@dataclass(frozen=True, slots=True)
class YearOfSchool:
    """What a school year's results of a school say; of each instrument the newest that shows the school."""

    school: School
    first: int
    read: tuple[Read, ...]
    simulated: bool
    language: str
    examined: AudiencesByScores

    @property
    def results(self) -> tuple[AudienceResult, ...]:
        return tuple(result for _, result in self.read)

    @property
    def constructs(self) -> tuple[ConstructSideBySide, ...]:
        return side_by_side(self.results, construct_labels(self.language), self.examined)

    @property
    def name(self) -> str:
        return name_of_year(self.first)


def shown_part(store: Store, wave: Wave, site: Site) -> tuple[FrozenResult, FrozenSchool] | None:
    """The school's part of a wave's frozen result; None where it is not shown."""
    try:
        found = of_school(store.results.school_snapshot(wave, site.id), site.id)
    except NotFound:
        return None
    if found is None or isinstance(found[1], HiddenSchool):
        return None
    return found[0], found[1]


def years_of(closed: Sequence[tuple[Wave, Site]], may_read: MayRead) -> list[int]:
    """The school years in which a school has results that may be read, the newest first."""
    return sorted({school_year(wave.opens.date()) for wave, _ in closed if may_read(wave)}, reverse=True)


def year_of_school(
    store: Store,
    school: School,
    closed: Sequence[tuple[Wave, Site]],
    first: int,
    may_read: MayRead,
    language: str,
) -> YearOfSchool:
    """The results of a school year; `closed` are the school's closed waves in the order they opened."""
    found: dict[str, Read] = {}
    waves: dict[str, Wave] = {}
    simulated = False
    for wave, site in reversed(closed):
        if school_year(wave.opens.date()) != first or wave.instrument_id in found or not may_read(wave):
            continue
        part = shown_part(store, wave, site)
        if part is not None:
            found[wave.instrument_id] = _read(store, wave, *part, language)
            waves[wave.instrument_id] = wave
            simulated = simulated or wave.simulated
    ordered = tuple(found[id] for id in sorted(found, key=lambda id: _order(found[id][1])))
    examined = examined_audiences(store, [(waves[id], result) for id, (_, result) in found.items()])
    return YearOfSchool(school, first, ordered, simulated, language, examined)


def _order(result: AudienceResult) -> tuple[int, str]:
    """Audiences as they are listed in definitions: staff first."""
    audiences = list(type(result.instrument.audience))
    return audiences.index(result.instrument.audience), result.instrument.id


def _read(store: Store, wave: Wave, frozen: FrozenResult, part: FrozenSchool, language: str) -> Read:
    texts = texts_in(store, wave, language)
    known = store.definitions.languages(wave.instrument_id, wave.version)
    instrument = store.definitions.get(
        wave.instrument_id, wave.version, *((language,) if language in known else ())
    )
    return texts, AudienceResult(instrument, in_language(frozen, texts.words), in_language(part, texts.words))


def left_of(read: Sequence[Read]) -> list[str]:
    """The texts of these results that have no translation."""
    return [text for texts, result in read for text in texts.left(result.frozen, result.school)]


def year_document(year: YearOfSchool) -> Document:
    """The page of a school year: each construct that more than one group was asked about."""
    with speaking(year.language):
        found = year.constructs
        sections = [
            *construct_sections(found),
            *([] if found else [_next()]),
            *alone_section(voices(year.results), found),
            _how(),
        ]
        document = Document(
            title=say("audiences.title"),
            language=year.language,
            place=year.school.name,
            context=f"{year.school.name} · {say('audiences.year', year=year.name)}",
            lead=audiences_lead(found, year.name),
            sections=tuple(sections),
            tags=(say("report.simulated"),) if year.simulated else (),
            provenance=tuple(line for one in year.results for line in provenance(one.frozen)),
        )
        return _in_words(document, year.read)


def _in_words(document: Document, read: Sequence[Read]) -> Document:
    """The document with what nobody translated marked, and as a draft where one of its texts is."""
    foreign = next((texts.language for texts, _ in read if texts.language), "")
    reviewed = all(texts.reviewed for texts, _ in read)
    return in_words(document, InstrumentTexts(language=foreign, reviewed=reviewed), left_of(read))


def _next() -> Section:
    points = (say("audiences.next_surveys"), say("audiences.next_which"))
    return Section("next", say("audiences.next"), (Bullets(points),))


def _how() -> Section:
    points = tuple(say(f"audiences.how_{name}") for name in ("each", "scales", "hidden"))
    talk = Paragraph(say("audiences.how_talk"))
    return Section("how", say("audiences.how"), (Bullets(points), talk))
