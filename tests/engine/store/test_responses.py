"""Arrays in, blocks out: the same responses, in an order that tells nothing, quickly."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from sqlalchemy import event

from engine.instrument import kinds
from engine.instrument.model import Item
from engine.responses.layout import layout
from engine.responses.sorting import NO_BAND
from engine.store import Store, StoreError
from tests.engine.store.field import Field, lay_out, nothing
from tests.small import choose, instrument, likert

TODAY = date(2026, 3, 2)


def add(field: Field, persons: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    codes = field.random_codes(persons, seed)
    sites = np.array([site.id for site in field.sites])[np.random.default_rng(seed).integers(0, 3, persons)]
    assert field.store.responses.add(field.wave, sites, codes, "full", "en", TODAY) == persons
    return sites, codes


def test_what_was_added_is_read_back(field: Field) -> None:
    sites, codes = add(field, 500)
    field.store.closing.close(field.wave, nothing)
    expected = Counter((row.tobytes(), site) for row, site in zip(codes, sites.tolist(), strict=True))
    assert Counter(field.read()) == expected


def test_the_order_of_blocks_is_not_that_of_the_array(store: Store) -> None:
    """Rows numbered by their codes come back shuffled, and the same way each time."""
    many = [f"o{number}" for number in range(200)]
    wide = instrument(choose("hundreds", *many), choose("rest", *many), likert("A"))
    field = lay_out(store, wide)
    numbers = np.arange(600)
    codes = np.zeros((600, 3), np.uint8)
    codes[:, 0], codes[:, 1] = numbers // 200, numbers % 200
    sites = np.full(600, field.sites[0].id)
    field.store.responses.add(field.wave, sites, codes, "full", "en", TODAY)
    field.store.closing.close(field.wave, nothing)
    read = [row[0] * 200 + row[1] for row, _ in field.read()]
    assert sorted(read) == numbers.tolist()
    assert abs(np.corrcoef(read, numbers)[0, 1]) < 0.2  # five standard errors of no correlation
    assert [row[0] * 200 + row[1] for row, _ in field.read()] == read


@pytest.mark.parametrize("rows", [1, 7, 50, 51, 65536])
def test_blocks_of_any_size_hold_the_same(field: Field, rows: int) -> None:
    add(field, 50)
    field.store.closing.close(field.wave, nothing)
    blocks = list(field.store.responses.blocks(field.wave, rows))
    assert [len(block) for block in blocks[:-1]] == [rows] * (len(blocks) - 1)
    codes = np.concatenate([block.codes for block in blocks])
    sites = np.concatenate([block.sites for block in blocks])
    (whole,) = field.store.responses.blocks(field.wave)
    assert (codes == whole.codes).all()
    assert (sites == whole.sites).all()
    assert {block.site_names for block in blocks} == {("Ash", "Birch", "Cedar")}
    assert blocks[0].site_ids == tuple(site.id for site in field.sites)


def test_a_wave_without_responses_has_no_blocks(field: Field) -> None:
    field.store.closing.close(field.wave, nothing)
    assert list(field.store.responses.blocks(field.wave)) == []
    assert list(field.store.responses.counts(field.wave).values()) == [0, 0, 0]


def test_an_instrument_of_open_items_only_has_blocks_without_columns(store: Store) -> None:
    field = lay_out(store, instrument(Item("comment", "More?", kinds.LONG_TEXT)))
    field.answer(comment="One")
    field.store.closing.close(field.wave, nothing)
    (block,) = field.store.responses.blocks(field.wave)
    assert block.codes.shape == (1, 0)


def test_open_answers_stand_beside_their_codes(field: Field) -> None:
    codes = field.random_codes(60)
    codes[:, 0] = np.arange(60)
    texts = [{"comment": f"comment {number}"} if number % 3 else None for number in range(60)]
    field.store.responses.add(field.wave, np.full(60, field.sites[1].id), codes, "full", "en", TODAY, texts)
    field.store.closing.close(field.wave, nothing)
    (block,) = field.store.responses.blocks(field.wave)
    found = list(field.store.responses.open_answers(field.wave))
    assert len(found) == 40
    for one in found:
        assert one.answers == {"comment": f"comment {block.codes[one.row, 0]}"}
        assert one.site_id == field.sites[1].id


def test_blocks_tell_in_which_band_of_years_people_are_where_that_is_asked(store: Store) -> None:
    years = Item("years", "How many years?", kinds.NUMBER, minimum=0, maximum=60, whole=True)
    field = lay_out(store, instrument(likert("A"), years))
    codes = np.tile(np.arange(5, dtype=np.uint8), 4)[:, None]
    given = [{"years": 7 * int(code)} if code else None for code in codes[:, 0]]
    field.store.responses.add(field.wave, np.full(20, field.sites[0].id), codes, "full", "en", TODAY, given)
    field.store.closing.close(field.wave, nothing)
    (block,) = field.store.responses.blocks(field.wave, bands=True)
    assert block.bands is not None
    bands = {int(code): int(band) for code, band in zip(block.codes[:, 0], block.bands[:, 0], strict=True)}
    assert bands == {0: NO_BAND, 1: 1, 2: 2, 3: 3, 4: 3}  # 0, 7, 14, 21 and 28 years
    (plain,) = field.store.responses.blocks(field.wave)
    assert plain.bands is None


def test_the_wave_of_another_is_not_read(field: Field) -> None:
    other = field.another_wave(title="Fall")
    add(field, 30)
    add(other, 20)
    field.store.closing.close(field.wave, nothing)
    field.store.closing.close(other.wave, nothing)
    assert len(field.read()) == 30
    assert len(other.read()) == 20


def test_arrays_that_do_not_fit_are_refused(field: Field) -> None:
    codes, sites = field.random_codes(4), np.full(4, field.sites[0].id)
    store, wave = field.store, field.wave
    with pytest.raises(StoreError, match="has no site 77, 78; add the sites"):
        store.responses.add(wave, np.array([77, 78, 77, sites[0]]), codes, "full", "en", TODAY)
    with pytest.raises(StoreError, match="persons x 3 of uint8; encode them with the layout"):
        store.responses.add(wave, sites, codes[:, :2], "full", "en", TODAY)
    with pytest.raises(StoreError, match="codes are int64"):
        store.responses.add(wave, sites, codes.astype(np.int64), "full", "en", TODAY)
    with pytest.raises(StoreError, match="There are 4 responses, but another number"):
        store.responses.add(wave, sites[:3], codes, "full", "en", TODAY)
    with pytest.raises(StoreError, match="There are 4 responses, but another number"):
        store.responses.add(wave, sites, codes, "full", "en", TODAY, [None])
    with pytest.raises(StoreError, match="takes the form 'full', not 'short'"):
        store.responses.add(wave, sites, codes, "short", "en", TODAY)
    assert sum(store.responses.counts(wave).values()) == 0


def test_a_closed_wave_takes_no_more(field: Field) -> None:
    field.store.closing.close(field.wave, nothing)
    with pytest.raises(StoreError, match="is closed; reopen it with a reason"):
        add(field, 1)


def test_all_or_none_are_stored(field: Field) -> None:
    texts = [None] * 29_999 + [{"comment": object()}]
    codes, sites = field.random_codes(30_000), np.full(30_000, field.sites[0].id)
    with pytest.raises(TypeError):
        field.store.responses.add(field.wave, sites, codes, "full", "en", TODAY, texts)
    assert sum(field.store.responses.counts(field.wave).values()) == 0


def test_statements_do_not_grow_with_responses(sqlite_store: Store) -> None:
    """Two hundred thousand of fifty items are added and read by the array; benchmarks/store.py prints how fast."""
    field = lay_out(sqlite_store, instrument(*(likert(f"I{number}") for number in range(50))))
    asked: list[str] = []
    event.listen(
        sqlite_store._database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    sites, codes = add(field, 200_000)
    read: list[np.ndarray] = []

    def build(wave: object) -> dict[str, int]:
        read.extend(block.codes for block in sqlite_store.responses.blocks(field.wave))
        return {}

    sqlite_store.closing.close(field.wave, build)
    assert len(asked) < 200
    assert len(read) < 10
    assert layout(field.instrument).width == 50
    assert (sum(block.sum(axis=0) for block in read) == codes.sum(axis=0)).all()
    assert list(sqlite_store.responses.counts(field.wave).values()) == [
        int((sites == site.id).sum()) for site in field.sites
    ]


def test_no_responses_are_no_problem(field: Field) -> None:
    assert add(field, 0)[1].shape == (0, 3)
    assert sum(field.store.responses.counts(field.wave).values()) == 0
