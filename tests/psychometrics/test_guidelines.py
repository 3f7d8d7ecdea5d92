"""Rules of thumb as data: complete, in order, each with its source."""

import re

import pytest

from psychometrics import criterion_literature, literature, rater_literature
from psychometrics.guidelines import CARELESS_CUTS, GUIDELINES
from psychometrics.literature import Citation

SOURCES = [
    value
    for value in (vars(literature) | vars(rater_literature) | vars(criterion_literature)).values()
    if isinstance(value, Citation)
]
BOOKS = (  # and articles of journals that gave none: they have no DOI
    literature.ANGOFF,
    criterion_literature.HOLM,
    literature.BLIESE,
    literature.KISH,
    literature.LIVINGSTON,
    literature.MCDONALD,
    literature.STANDARDS,
)


@pytest.mark.parametrize("guide", GUIDELINES.values(), ids=lambda g: g.statistic)
def test_bands_begin_at_the_bottom_and_rise(guide):
    starts = [band.start for band in guide.bands]
    assert starts[0] == float("-inf")
    assert starts == sorted(set(starts))
    assert guide.limit
    assert guide.rule


@pytest.mark.parametrize("guide", GUIDELINES.values(), ids=lambda g: g.statistic)
def test_a_cut_point_belongs_to_the_band_above_it(guide):
    for below, band in zip(guide.bands, guide.bands[1:], strict=False):
        assert guide.band(band.start) is band
        assert guide.band(band.start - 1e-9) is below


def test_no_band_speaks_of_passing_or_failing():
    for guide in GUIDELINES.values():
        for band in guide.bands:
            assert not re.search(r"pass|fail|acceptable|adequate", band.meaning)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.short)
def test_every_source_has_a_year_and_a_doi_if_it_is_no_book(source):
    year = re.search(r"\d{4}", source.short).group()
    assert f"({year})" in source.full
    assert source in BOOKS or re.fullmatch(r"10\.\d{4,5}/\S+", source.doi)


def test_every_careless_cut_has_a_reason_and_a_source():
    assert len({cut.index for cut in CARELESS_CUTS}) == len(CARELESS_CUTS)
    assert all(cut.reason and cut.citation in SOURCES for cut in CARELESS_CUTS)
