"""Results of people of whom a school has few, such as its leaders: of all schools together, and of no school.

All of them are read as the people of one place. So every rule for a school holds for them, and there is one result of
a wave and no second one to subtract from it: none by school, by phase or by district, and none of the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from engine.disclosure.groups import pool_told
from engine.disclosure.policy import policy
from engine.instrument.model import Instrument
from engine.responses.layout import Block
from engine.results.facts import Blocks, EarlierWave, SiteFacts, WaveFacts
from engine.results.model import WholeResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.snapshot import BuiltResult, school_by_school

POOL: Final = 0  # the number that the pool has in place of a school's
NAME: Final = "All schools together"


def pooled(
    wave: WaveFacts,
    instrument: Instrument,
    sites: Sequence[SiteFacts],
    blocks: Blocks,
    *,
    earlier: Sequence[EarlierWave] = (),
    previous: WholeResult | None = None,
) -> BuiltResult:
    """The result of a wave of people of whom a school has few; takes what `school_by_school` takes.

    `pool` of the result holds them all, where they are enough and of enough schools; every school's own part is hidden.
    """
    rules = policy(instrument.audience, wave.minimum_group)
    people = [max(0, site.responses - site.again) for site in sites]
    kept = previous.result.pool if previous is not None else None
    built = school_by_school(
        wave,
        instrument,
        [_place(sites, told=pool_told(people, rules.whole))],
        partial(_as_one_place, blocks),
        earlier=[_earlier(one) for one in earlier],
        previous=None if previous is None or kept is None else WholeResult(previous.result, (kept,)),
    )
    (part,) = built.schools
    pool = part if isinstance(part, FrozenSchool) else None
    data = replace(built.result.data, schools=sum(n > 0 for n in people) if pool else 0)
    whole = replace(built.result, pool=pool, data=data)
    return BuiltResult(whole, (_hidden(site) for site in sites), iter(()))


def _place(sites: Sequence[SiteFacts], *, told: bool) -> SiteFacts:
    """All schools as one place, of nobody where it may not be told of; of how many, where that is known of each."""
    rosters = [site.roster for site in sites]
    kept = [site.kept for site in sites]
    return SiteFacts(
        id=POOL,
        school=NAME,
        responses=sum(site.responses for site in sites) if told else 0,
        roster=sum(roster for roster in rosters if roster is not None) if None not in rosters else None,
        school_id=POOL,
        again=sum(site.again for site in sites) if told else 0,
        kept=sum(number for number in kept if number is not None) if None not in kept else None,
    )


def _as_one_place(blocks: Blocks) -> Iterator[Block]:
    for block in blocks():
        yield replace(
            block, sites=np.zeros_like(block.sites), site_names=(NAME,), site_ids=(POOL,), units=None
        )


def _earlier(wave: EarlierWave) -> EarlierWave:
    """An earlier wave with its schools as one place; its `schools` are of the pool already."""
    place = _place(wave.sites, told=POOL in wave.schools)
    return replace(wave, sites=[place], blocks=partial(_as_one_place, wave.blocks), network=None)


def _hidden(site: SiteFacts) -> HiddenSchool:
    return HiddenSchool(site=site.id, school=site.school, shown=False)
