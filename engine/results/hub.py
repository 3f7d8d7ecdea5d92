"""What a hub may see of a result: the network, the schools that agreed to be named, the others as dots."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from typing import Final

from engine.disclosure.names import dot_sizes, names_told, unnamed
from engine.results.model import FrozenResult, HubResult
from engine.results.model_network import FrozenNetwork, HubNetwork, SchoolDot
from engine.results.model_school import HiddenSchool, SchoolLine, Verdict
from engine.results.phases import curves, visible

VERDICTS: Final[tuple[Verdict, ...]] = ("good", "care", "low", "unknown")


def hub_result(
    result: FrozenResult,
    schools: Iterable[SchoolLine | HiddenSchool],
    agreed: Set[int],
    *,
    district: bool = False,
) -> HubResult:
    """The hub's view of a frozen result; `agreed` holds the site ids of schools that let it see their result.

    `schools` are named, to a `district` only if they are enough; `dots` are the others' overall score and change,
    without a name and with a range of respondents that some of them share, highest first. Schools that are not shown
    are in neither: how many there are is not told. `verdicts` counts the schools that are shown by how many of those
    asked answered.
    """
    parts = {school.site: school for school in schools if isinstance(school, SchoolLine)}
    respondents = {site: part.responses for site, part in parts.items()}
    named = names_told(parts.keys() - unnamed(respondents, agreed), parts.keys(), district=district)
    verdicts = Counter(part.verdict for part in parts.values())
    return HubResult(
        instrument=result.instrument,
        wave=result.wave,
        data=result.data,
        measures=result.measures,
        composites=result.composites,
        outcomes=result.outcomes,
        profile=result.profile,
        pool=result.pool,
        network=None if result.network is None else _network(result.network, agreed),
        verdicts={name: verdicts[name] for name in VERDICTS},
        schools=tuple(part for site, part in parts.items() if site in named),
        dots=_dots({site: part for site, part in parts.items() if site not in named}),
        withheld=tuple(sorted(site for site in parts if site in agreed and site not in named)),
    )


def _network(whole: FrozenNetwork, agreed: Set[int]) -> HubNetwork:
    """The network's part with the curves of schools that went through their phases together."""
    rows = visible(whole.phases, agreed)
    return HubNetwork(
        schools=whole.schools,
        responses=whole.responses,
        schools_with_roster=whole.schools_with_roster,
        rate=whole.rate,
        measures=whole.measures,
        composites=whole.composites,
        outcomes=whole.outcomes,
        since_last=whole.since_last,
        since_first=whole.since_first,
        phases=rows,
        without_careless=whole.without_careless,
        funnel=whole.funnel,
        as_of=whole.as_of,
        curves=curves(rows),
    )


def _dots(parts: Mapping[int, SchoolLine]) -> tuple[SchoolDot, ...]:
    """Schools without a name: each with the range that its number of respondents lies in, where it has one."""
    sizes = dot_sizes({site: part.responses for site, part in parts.items()})
    dots = [
        SchoolDot(
            least=least,
            most=most,
            mean=overall.mean,
            change=overall.change,
            bright=overall.bright,
            bright_change=overall.bright_change,
        )
        for site, (least, most) in sizes.items()
        if (overall := parts[site].overall)
    ]
    return tuple(sorted(dots, key=lambda dot: (-dot.mean, dot.least)))
