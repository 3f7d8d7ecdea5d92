"""One reading of a wave's answers: who may be counted, in an order that does not depend on how they are kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item
from engine.responses.layout import FIRST_NON_ANSWER, Codes, layout
from engine.responses.sorting import Bands, bands_of, languages_of
from engine.results.facts import Blocks
from psychometrics.contract import Counts, Floats
from psychometrics.scores import ScoredSubscale, person_scores


@dataclass(frozen=True, slots=True, eq=False)
class Respondents:
    """Respondents: `sites` the number of each one's school, `codes` persons x columns, `bands` of their numbers.

    `languages` is the place of each one's among the wave's: one column where it has several, else none. `units` is
    that of each one's class or team among the school's: one column where the wave has any, else none.
    """

    sites: NDArray[np.int64]
    codes: Codes
    bands: Bands
    languages: Bands
    units: Bands

    def __len__(self) -> int:
        return len(self.sites)

    def at(self, schools: NDArray[np.bool_]) -> "Respondents":
        """The people of some schools."""
        if schools.all():
            return self
        keep = schools[self.sites]
        return self.take(keep)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Respondents":
        """Some of the people, in the order of the rows."""
        return Respondents(
            self.sites[rows], self.codes[rows], self.bands[rows], self.languages[rows], self.units[rows]
        )

    def digest(self, salt: bytes = b"") -> str:
        """The SHA-256 of a salt and all rows: the same for the same answers, however they are stored.

        Without a salt the answers of a few people to a few items could be found by trying them all.
        """
        return hashlib.sha256(salt + _rows(self).tobytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Spread:
    """Number of people, mean and standard deviation of one score at every school; NaN where there is none."""

    n: Counts
    mean: Floats
    sd: Floats

    def where(self, schools: NDArray[np.bool_]) -> "Spread":
        """Nothing is known of the other schools."""
        return Spread(
            np.where(schools, self.n, 0),
            np.where(schools, self.mean, np.nan),
            np.where(schools, self.sd, np.nan),
        )

    def take(self, places: NDArray[np.int64]) -> "Spread":
        """The schools at these places; -1 gives a school of which nothing is known."""
        there = places >= 0
        at = np.where(there, places, 0)
        return Spread(self.n[at], self.mean[at], self.sd[at]).where(there)


def read(
    instrument: Instrument, schools: NDArray[np.bool_], blocks: Blocks, languages: Sequence[str] = ()
) -> Respondents:
    """The people of the schools that may be counted, sorted by school and answers.

    `languages` are those that the wave offers, where its blocks tell in which people answered.
    """
    nobody = np.empty((0, layout(instrument).width), np.uint8)
    sites, codes, bands = [np.empty(0, np.int64)], [nobody], [bands_of(instrument, ())]
    spoken = [languages_of(languages, ())]
    units: list[Bands] = []
    for block in blocks():
        keep = schools[block.sites]
        sites.append(block.sites[keep])
        codes.append(block.codes[keep])
        known = bands_of(instrument, [None] * len(block)) if block.bands is None else block.bands
        bands.append(known[keep])
        said = languages_of(languages, [""] * len(block)) if block.languages is None else block.languages
        spoken.append(said[keep])
        below = np.empty((len(block), 0), dtype=np.uint8) if block.units is None else block.units
        units.append(below[keep])
    people = Respondents(
        np.concatenate(sites),
        np.concatenate(codes),
        np.concatenate(bands),
        np.concatenate(spoken),
        np.concatenate(units) if units else np.empty((0, 0), dtype=np.uint8),
    )
    rows = _rows(people)
    order = np.argsort(np.ascontiguousarray(rows).view(f"S{rows.shape[1]}").ravel(), kind="stable")
    return people.take(order)


def _rows(people: Respondents) -> NDArray[np.uint8]:
    """All that is known of each person in a row of bytes, the school first."""
    sites = people.sites.astype(">u4").view(np.uint8).reshape(-1, 4)
    return np.hstack([sites, people.codes, people.bands, people.languages, people.units])


def scores_of(instrument: Instrument, people: Respondents, subscales: Sequence[ScoredSubscale]) -> Floats:
    """The scores of every person, persons x subscales, rescaled as the definition says."""
    return person_scores(people.codes, layout(instrument).table, subscales)


def spread_of(scores: Floats, sites: NDArray[np.int64], schools: int) -> Spread:
    """Number, mean and standard deviation of one score at each of so many schools."""
    there = np.isfinite(scores)
    place, values = sites[there], scores[there]
    n = np.bincount(place, minlength=schools)
    mean = np.full(schools, np.nan)
    np.divide(np.bincount(place, values, schools), n, out=mean, where=n > 0)
    squares = np.bincount(place, (values - mean[place]) ** 2, schools)
    sd = np.full(schools, np.nan)
    np.divide(squares, n - 1, out=sd, where=n > 1)
    return Spread(n.astype(np.int64), mean, np.sqrt(sd))


def option_counts(instrument: Instrument, people: Respondents, item: Item, schools: int) -> Counts:
    """How often each option of a closed item was chosen at each school, schools x options."""
    codes = people.codes[:, layout(instrument).first[item.id]].astype(np.int64)
    answered = codes < FIRST_NON_ANSWER
    options = len(item.options)
    cells = people.sites[answered] * options + codes[answered]
    return np.bincount(cells, minlength=schools * options).reshape(schools, options).astype(np.int64)
