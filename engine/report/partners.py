"""Two partners' levels beside each other: where they differ, what each shows for it, and what they agreed on.

No mean over areas and no total: levels are ordered words. Numbers over all areas are medians and a weighted kappa.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.instrument.model import Instrument, Item
from engine.language import count, say
from engine.printed import ABSENT, day_words, decimal, joined, whole
from engine.ratings.partners import AreaRated, PartnersRated, partners_rated
from engine.report.document import Block, Column, Document, Paragraph, Section, Table
from engine.store.partnerships import PartnerAgreement, PartnerRating, Partnership, Side


@dataclass(frozen=True, slots=True)
class Round:
    """One round: both ratings, the school's first, and all that was agreed in it, the newest first."""

    number: int
    ratings: tuple[PartnerRating, PartnerRating]
    agreements: tuple[PartnerAgreement, ...]

    @property
    def agreed(self) -> Mapping[str, PartnerAgreement]:
        """By area what stands."""
        found: dict[str, PartnerAgreement] = {}
        for one in self.agreements:
            found.setdefault(one.area, one)
        return {area: one for area, one in found.items() if one.level}


def areas_of(instrument: Instrument) -> tuple[Item, ...]:
    """The rubrics of an instrument."""
    return tuple(item for item in instrument.items if item.levels)


def level_names(item: Item) -> dict[str, str]:
    """What each level is called, by its value: the word before the colon, and the answer that it does not apply."""
    named = {str(option.value): option.label.partition(":")[0] for option in item.options}
    return {**named, **{one.id: one.label for one in item.non_answers}}


def compared(instrument: Instrument, round: Round) -> PartnersRated:
    """Both ratings of a round, area by area."""
    areas = areas_of(instrument)
    scale = [str(option.value) for option in areas[0].options]
    own, other = round.ratings
    return partners_rated([item.id for item in areas], scale, own.levels, other.levels)


def partners_document(
    of: Partnership, instrument: Instrument, rounds: Sequence[Round], school: str, language: str
) -> Document:
    """The page of both ratings of the newest round, oldest rounds last in the list of what was agreed before."""
    now = rounds[-1]
    found = compared(instrument, now)
    sections = [
        Section("levels", say("partners.levels"), tuple(_levels(of, instrument, now, found))),
        Section("overall", say("partners.overall"), tuple(_overall(of, instrument, found))),
        *_evidence(of, instrument, now),
        *_trend(instrument, rounds),
        Section("limits", say("partners.limits"), (Paragraph(say("partners.limits_words")),)),
    ]
    return Document(
        title=say("partners.title", own=of.own, partner=of.partner),
        language=language,
        place=school,
        context=f"{school} · {instrument.title} {instrument.version} · {say('partners.round', number=now.number)}",
        lead=_lead(found),
        sections=tuple(sections),
        provenance=(say("partners.provenance", instrument=instrument.id, version=instrument.version),),
    )


def _lead(found: PartnersRated) -> str:
    apart = sum(area.steps != 0 for area in found.both)
    wide = sum(abs(area.steps or 0) > 1 for area in found.both)
    first = count("partners.lead", len(found.both), apart=whole(apart))
    return f"{first} {count('partners.lead_wide', wide)}" if wide else first


def _levels(of: Partnership, instrument: Instrument, now: Round, found: PartnersRated) -> list[Block]:
    """A table of all areas: those furthest apart first in words, then each in the order of the form."""
    items = {item.id: item for item in areas_of(instrument)}
    wide = [items[area.area].text for area in found.both if abs(area.steps or 0) > 1]
    blocks: list[Block] = []
    if wide:
        blocks.append(Paragraph(say("partners.talk", areas=joined(wide)), strong=True))
    rows = tuple(_row(items[area.area], now, area) for area in found.areas)
    columns = ("area", None, None, "steps", "agreed")
    names = iter((of.own, of.partner))
    blocks.append(
        Table(
            caption=say("partners.table"),
            columns=tuple(
                Column(say(f"partners.column.{name}") if name else next(names)) for name in columns
            ),
            rows=rows,
            note=say("partners.table_note"),
        )
    )
    return blocks


def _row(item: Item, now: Round, area: AreaRated) -> tuple[str, ...]:
    names = level_names(item)
    own, other = (names.get(rating.levels.get(item.id, ""), ABSENT) for rating in now.ratings)
    agreed = now.agreed.get(item.id)
    settled = ABSENT
    if agreed is not None:
        settled = say(
            "partners.settled",
            level=names.get(agreed.level, agreed.level),
            who=agreed.agreed_by,
            day=day_words(agreed.at.date().isoformat()),
        )
    return item.text, own, other, _steps(area), settled


def _steps(area: AreaRated) -> str:
    if area.steps is None:
        return ABSENT
    return say("partners.same") if area.steps == 0 else count("partners.steps", abs(area.steps))


def _overall(of: Partnership, instrument: Instrument, found: PartnersRated) -> list[Block]:
    """Each partner's median level, and how far they place areas alike."""
    names = list(level_names(areas_of(instrument)[0]).values())
    blocks: list[Block] = []
    for side, median in zip((Side.OWN, Side.PARTNER), found.medians, strict=True):
        if median is not None:
            levels = joined([names[place] for place in dict.fromkeys(median)])
            blocks.append(Paragraph(say("partners.median", partner=of.name(side), levels=levels)))
    if found.kappa is not None:
        low, high = decimal(found.kappa.lower), decimal(found.kappa.upper)
        words = say(
            *("partners.kappa",),
            kappa=decimal(found.kappa.value),
            low=low,
            high=high,
            areas=whole(found.kappa.n),
        )
        blocks.append(Paragraph(words))
    return [*blocks, Paragraph(say("partners.no_mean"))]


def _evidence(of: Partnership, instrument: Instrument, now: Round) -> list[Section]:
    rows = []
    for item in areas_of(instrument):
        for side, rating in zip((Side.OWN, Side.PARTNER), now.ratings, strict=True):
            if rating.evidence.get(item.id):
                rows.append((item.text, of.name(side), rating.evidence[item.id]))
        agreed = now.agreed.get(item.id)
        if agreed is not None and agreed.evidence:
            rows.append((item.text, say("partners.both"), agreed.evidence))
    if not rows:
        return []
    columns = tuple(Column(say(f"partners.column.{name}")) for name in ("area", "partner", "evidence"))
    return [
        Section(
            "evidence",
            say("partners.evidence"),
            (Table(say("partners.evidence_table"), columns, tuple(rows)),),
        )
    ]


def _trend(instrument: Instrument, rounds: Sequence[Round]) -> list[Section]:
    """What was agreed in each round, once there are two."""
    if len(rounds) < 2:
        return []
    rows = []
    for item in areas_of(instrument):
        names = level_names(item)
        levels = [one.agreed.get(item.id) for one in rounds]
        if any(levels):
            rows.append((item.text, *(names.get(one.level, ABSENT) if one else ABSENT for one in levels)))
    columns = (
        Column(say("partners.column.area")),
        *(Column(say("partners.round", number=one.number)) for one in rounds),
    )
    table = Table(say("partners.trend_table"), columns, tuple(rows), say("partners.trend_note"))
    return [Section("trend", say("partners.trend"), (table,))] if rows else []
