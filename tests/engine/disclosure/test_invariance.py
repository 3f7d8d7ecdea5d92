"""Numbers that are no sums: none of them changes when what is hidden is replaced by something else.

Whoever reads a result cannot tell apart what leads to the same result. So for every statistic there is, however it
is made (alpha, ICC, r*wg(j), quartiles, probabilities, funnels, estimates drawn together), these hold exactly:

- Which of the people outside the shown groups of a school have which role changes nothing, nor how many have it. So a
  hidden group may be any of the rest, and the rest is ten people or more. (Which groups by a second question are shown
  can depend on who is in hidden ones of it, as `groups.shown_beside` looks at everybody's: it tells no more than that
  a sum of groups would be of a few.)
- What people of a hidden school answered changes nothing, nor how many they are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.demo.fill import Demo
from engine.instrument.model import Instrument
from engine.responses.layout import BLANK, Block, layout
from engine.results import SiteFacts, WaveFacts, build
from engine.store import Store
from engine.waves.closing import _sites
from tests.engine.disclosure.networks import ROLES, people, published, result
from tests.engine.disclosure.test_attack import school
from tests.kept import as_document

Codes = np.ndarray
Change = Callable[[Codes, np.ndarray], Codes]


def told(document: Mapping[str, Any]) -> dict[str, Any]:
    """All that a result says but the salted digest of its answers."""
    return {**document, "data": {**document["data"], "digest": None}}


def mixed(generator: np.random.Generator, roles: Codes, rest: np.ndarray) -> Codes:
    """The same roles, held by other people of the rest."""
    found = roles.copy()
    found[rest] = generator.permutation(roles[rest])
    return found


def unsaid(roles: Codes, rest: np.ndarray) -> Codes:
    """Nobody of the rest has said a role."""
    return np.where(rest, BLANK, roles).astype(np.uint8)


def as_many_as_may_be_hidden(role: int, roles: Codes, rest: np.ndarray) -> Codes:
    """Nine of the rest have one role, the others have said none."""
    found = unsaid(roles, rest)
    found[np.flatnonzero(rest)[:9]] = role
    return found


def hidden_role(part: Mapping[str, Any]) -> int:
    return next(at for at, role in enumerate(ROLES) if role not in published(part))


QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@QUICK
@given(st.lists(school(), min_size=3, max_size=5), st.integers(0, 2**32 - 1))
def test_nothing_says_who_of_the_rest_has_which_role_or_how_many(schools: list[Codes], seed: int) -> None:
    document = result(schools)
    generator = np.random.default_rng(seed)
    for at, part in enumerate(document["sites"]):
        shown = [ROLES.index(role) for role in published(part)] if part["shown"] else []
        roles, role = schools[at][:, -1], hidden_role(part) if part["shown"] else 0
        rest = ~np.isin(roles, shown)
        changes: list[Change] = [partial(mixed, generator), unsaid, partial(as_many_as_may_be_hidden, role)]
        for change in changes:
            other = [one.copy() for one in schools]
            other[at][:, -1] = change(roles, rest)
            assert told(result(other)) == told(document)


@QUICK
@given(st.lists(school(), min_size=3, max_size=4), st.integers(0, 4), st.integers(0, 4))
def test_nothing_says_what_a_hidden_school_answered(schools: list[Codes], one: int, other: int) -> None:
    low, high = people([[0, 0]] * one, [0] * one), people([[4, 4]] * other, [2] * other)
    assert told(result([*schools, low])) == told(result([*schools, high]))


@pytest.fixture(scope="module")
def demonstration(
    demo: tuple[Store, Demo],
) -> tuple[WaveFacts, Instrument, list[SiteFacts], list[Block]]:
    """The last closed wave of the demonstration: 24 schools and seven measures."""
    store, made = demo
    wave = made.closed[-1]
    document = store.results.snapshot(wave).document["wave"]
    facts = WaveFacts(
        **{name: document[name] for name in ("title", "study", "network", "form", "phase", "closed")},
        minimum_group=wave.minimum_group,
        simulated=True,
        scoring_digest="f" * 64,
        languages=wave.languages,
    )
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    return facts, instrument, _sites(store, wave), list(store.responses.blocks(wave, bands=True))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_nor_does_anything_in_the_demonstration(
    seed: int,
    demonstration: tuple[WaveFacts, Instrument, list[SiteFacts], list[Block]],
) -> None:
    facts, instrument, sites, blocks = demonstration
    document = as_document(build(facts, instrument, sites, lambda: iter(blocks)))
    column = layout(instrument).first["role"]
    values = [str(option.value) for option in instrument.item("role").options]
    shown = [
        [values.index(role) for role in published(part)] if part["shown"] else []
        for part in document["sites"]
    ]
    generator = np.random.default_rng(seed)

    def relabelled() -> Iterator[Block]:
        for block in blocks:
            codes = block.codes.copy()
            for at in np.unique(block.sites):
                here = np.flatnonzero(block.sites == at)
                roles = codes[here, column]
                rest = ~np.isin(roles, shown[at])
                codes[here, column] = mixed(generator, roles, rest) if at % 2 else unsaid(roles, rest)
            yield replace(block, codes=codes)

    assert any(shown)
    assert {one["by"] for part in document["sites"] if part["shown"] for one in part["groups"]} == {
        "role",
        "years",
        "grades",
        "(language)",
    }
    assert told(as_document(build(facts, instrument, sites, relabelled))) == told(document)
