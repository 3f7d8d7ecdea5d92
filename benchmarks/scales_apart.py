"""How often scales are called different things, or one, where they are not: `python -m benchmarks.scales_apart`.

Pairs of scales whose true correlation is known, of people (items of five options, two factors) and of groups (scores
whose groups differ). Prints the table of docs/verdicts.md; takes some minutes.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from psychometrics.contract import StatisticError
from psychometrics.groups import GroupItems, group_items
from psychometrics.latent.distinct import distinct, distinct_between
from psychometrics.latent.fitting import fitted
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.standardised import standardised
from psychometrics.latent.structures import correlated

SEED, SAMPLES = 1, 200
TRUTHS = (0.50, 0.70, 0.90, 1.00)
ITEMS = 4
Random = np.random.Generator


def of_people(random: Random, people: int, truth: float) -> str:
    """What the rule says of two factors of four items each, answered on five options."""
    factors = random.multivariate_normal(np.zeros(2), [[1, truth], [truth, 1]], people)
    latent = 0.7 * np.repeat(factors, ITEMS, axis=1) + np.sqrt(0.51) * random.standard_normal(
        (people, 2 * ITEMS)
    )
    answers = np.searchsorted([-1.3, -0.5, 0.3, 1.1], latent).astype(np.float64)
    names = [f"i{n}" for n in range(2 * ITEMS)]
    model = correlated({"a": names[:ITEMS], "b": names[ITEMS:]})
    try:
        found = fitted(model, [FourthMoments.of_values(answers).sample()], "mlr")
    except StatisticError:
        return "none"
    one = next(one for one in standardised(found) if one.parameter.name == "a ~~ b")
    matrix, errors = np.eye(2), np.zeros((2, 2))
    matrix[0, 1] = matrix[1, 0] = one.value
    errors[0, 1] = errors[1, 0] = one.error or 0.0
    return distinct(["a", "b"], matrix, errors, people).answer


def groups_of(random: Random, groups: int, size: int, share: float, truth: float) -> GroupItems:
    """Three scores whose group means correlate, of which so large a share of variance lies between groups."""
    between = share * (np.full((3, 3), truth) + (1 - truth) * np.eye(3))
    within = (1 - share) * (np.full((3, 3), 0.6) + 0.4 * np.eye(3))
    place = np.repeat(np.arange(groups), np.maximum(2, random.poisson(size, groups)))
    means = random.multivariate_normal(np.zeros(3), between, groups)
    return group_items(means[place] + random.multivariate_normal(np.zeros(3), within, len(place)), place)


def of_groups(random: Random, groups: int, size: int, share: float, truth: float) -> list[str]:
    """What the rule says of each of the three pairs."""
    try:
        found = distinct_between(groups_of(random, groups, size, share, truth), ["a", "b", "c"])
    except StatisticError:
        return ["none"]
    return [pair.answer for pair in found.pairs]


def lines(samples: int = SAMPLES) -> Iterator[str]:
    """The rows of the table."""
    random = np.random.default_rng(SEED)
    yield "| level | sample | truth | apart | one | open | none |"
    yield "|---|---|---|---|---|---|---|"
    for people in (200, 1000):
        for truth in TRUTHS:
            answers = [of_people(random, people, truth) for _ in range(samples)]
            yield _row("people", f"{people} people", truth, answers)
    for groups, size, share in ((20, 30, 0.15), (40, 15, 0.10), (100, 15, 0.10)):
        for truth in TRUTHS:
            several = [of_groups(random, groups, size, share, truth) for _ in range(samples // 2)]
            answers = [answer for one in several for answer in one]
            yield _row("groups", f"{groups} of about {size}, {share:.0%} between", truth, answers)


def _row(level: str, sample: str, truth: float, answers: list[str]) -> str:
    counts = Counter(answers)
    shares = " | ".join(
        f"{100 * counts[name] / len(answers):.1f}%" for name in ("apart", "one", "open", "none")
    )
    return f"| {level} | {sample} | {truth:.2f} | {shares} |"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
