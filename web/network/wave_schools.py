"""The schools of a wave on its place: a page of them by name, or those whose name holds what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from engine.disclosure.groups import AnswersTold
from engine.store import Site, Wave
from web.forms import LineField, TypedForm, WholeField
from web.network.addresses import survey_address
from web.network.answered import answered_by_site, rate
from web.security import own_address

A_PAGE: Final = 100  # schools


class SchoolsOfWaveForm(TypedForm):
    find, page = LineField(), WholeField()


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A school in a wave: how many have answered as far as it is told, of how many, and where they answer."""

    site: Site
    answers: AnswersTold | None
    rate: int | None  # per cent, of an exact number
    address: str


@dataclass(frozen=True, slots=True)
class WavePart:
    """A page of the schools that were asked for."""

    rows: tuple[WaveRow, ...]
    number: int
    pages: int
    found: int
    find: str
    several: bool  # whether there are more schools than a page takes


def rows_of(wave: Wave, sites: Sequence[Site]) -> tuple[WaveRow, ...]:
    """All schools, by name."""
    return _rows(wave, sites, _by_name(sites))


def part_of(wave: Wave, sites: Sequence[Site]) -> WavePart:
    """The schools that the address of this request asks for."""
    form = SchoolsOfWaveForm(request.args)
    find = form.find.data.casefold()
    found = _by_name([one for one in sites if find in one.school.casefold()])
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(form.page.number or 1, 1), pages)
    here = found[(number - 1) * A_PAGE : number * A_PAGE]
    return WavePart(
        _rows(wave, sites, here), number, pages, len(found), form.find.data, several=len(sites) > A_PAGE
    )


def _by_name(sites: Sequence[Site]) -> list[Site]:
    return sorted(sites, key=lambda one: one.school)


def _rows(wave: Wave, sites: Sequence[Site], shown: Sequence[Site]) -> tuple[WaveRow, ...]:
    told, base = answered_by_site(wave, sites), own_address()
    return tuple(
        WaveRow(site, told[site.id], rate(told[site.id], site.roster), survey_address(base, site.link))
        for site in shown
    )
