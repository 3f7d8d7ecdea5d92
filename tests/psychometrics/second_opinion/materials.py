"""Small material for other programs: answers with one, two or no gaps, in clusters, groups and two times."""

import numpy as np

from psychometrics.second_opinion.material import KeyedItems, Material, Structure

ITEMS = 8


def answers(people: int = 160, *, gaps: bool = False, seed: int = 3) -> np.ndarray:
    """Five-point answers with two related traits behind them, people x 8."""
    random = np.random.default_rng(seed)
    traits = random.standard_normal((people, 2)) @ np.array([[1.0, 0.5], [0.0, 0.9]])
    strength = np.zeros((2, ITEMS))
    strength[0, :5], strength[1, 4:] = [0.9, 0.7, 0.8, 0.5, 0.4], [0.3, 0.6, 0.8, 0.9]
    values = np.clip(np.rint(traits @ strength + random.standard_normal((people, ITEMS)) + 3), 1, 5)
    if gaps:
        values[random.random(values.shape) < 0.03] = np.nan
    return values


def material(*, gaps: bool = False, people: int = 160) -> Material:
    """Everything that other programs can be asked for, small."""
    values = answers(people, gaps=gaps)
    random = np.random.default_rng(9)
    scores = np.column_stack(
        [values[:, :4].mean(axis=1), values[:, 4:].mean(axis=1), values[:, ::2].mean(axis=1)]
    )
    return Material(
        answers=values,
        scales=(
            KeyedItems((0, 1, 2, 3), (1, 1, 1, 1), "complete", True),
            KeyedItems((4, 5, 6, 7), (1, 1, 1, 1), "complete", True),
        ),
        structure=Structure(tuple(range(ITEMS)), 2, ("oblimin", "varimax"), "complete"),
        scores=scores,
        cluster=np.arange(people) % 10,
        groupings=(np.arange(people) % 2,),
        twice=(np.column_stack([scores[:, 1], scores[:, 1] + random.normal(0.1, 0.3, people)]),),
        ratings=(random.integers(1, 6, (12, 1)) + random.integers(0, 2, (12, 3)) * 1.0,),
    )
