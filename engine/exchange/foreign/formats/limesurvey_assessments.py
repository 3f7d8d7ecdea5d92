"""LimeSurvey's assessments: sums of what answers score, of a group or of all, with bands of them in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Final

from engine.exchange.foreign.building.naming import number_of
from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import UNMARKED, StatedLevel, StatedScore, Texts
from engine.exchange.foreign.formats.limesurvey_tables import TableRow
from engine.exchange.foreign.losses import Remarks
from engine.exchange.foreign.wording import language_tag, plain_texts

OF_GROUP: Final = "G"
Points = Mapping[str, float]  # by the code of an answer


@dataclass
class Assessments:
    """What the answers to each item score, by group, and the scores that the table of assessments makes of them."""

    rows: Sequence[TableRow]
    remarks: Remarks
    points: dict[str, dict[str, Points]] = field(default_factory=dict)  # by group and item

    def add(self, group: str, item: str, points: Points) -> None:
        """Keep what answers score, where one scores anything."""
        if any(points.values()):
            self.points.setdefault(group, {})[item] = points

    def joined(self, scores: Sequence[StatedScore], titles: Mapping[str, Texts]) -> list[StatedScore]:
        """The stated scores with those of assessments; the bands of one that is stated already go to it."""
        found = list(scores)
        for group, rows in self._scopes():
            where = f"assessment of group {group}" if group else "assessment of the survey"
            try:
                made = self._score(group, rows, where, titles.get(group, {}))
            except NotReadError as error:
                names = ", ".join(dict.fromkeys(row.get("name", "") for row in rows))
                self.remarks.lose("score_lost", where, names, why=str(error))
                continue
            same = next((place for place, one in enumerate(found) if _is_same(one, made)), None)
            if same is None:
                found.append(made)
            else:
                found[same] = replace(found[same], levels=made.levels)
        return found

    def _scopes(self) -> Iterator[tuple[str, list[TableRow]]]:
        def group(row: TableRow) -> str:
            return row.get("gid", "") if row.get("scope") == OF_GROUP else ""

        for key, rows in groupby(sorted(self.rows, key=group), group):
            yield key, list(rows)

    def _score(self, group: str, rows: list[TableRow], where: str, title: Texts) -> StatedScore:
        groups = [self.points.get(group, {})] if group else [*self.points.values()]
        points = {item: own for of_group in groups for item, own in of_group.items()}
        if len(points) < 2:
            raise NotReadError("fewer than two of its questions have answers that score")
        turned = frozenset(item for item, own in points.items() if _is_turned(item, own))
        return StatedScore(
            next(iter(title.values()), "") or (f"group_{group}" if group else "total"),
            tuple(points),
            "sum",
            where,
            title,
            1,
            turned=turned,
            partial=True,
            levels=tuple(self._levels(rows, where)),
        )

    def _levels(self, rows: list[TableRow], where: str) -> Iterator[StatedLevel]:
        """The bands from the lowest on; each ends where the next begins."""
        bands: dict[tuple[float, float], dict[str, str]] = {}
        for row in rows:
            low, high = number_of(row.get("minimum", "")), number_of(row.get("maximum", ""))
            if low is None or high is None or low > high:
                raise NotReadError(f"a band from {row.get('minimum', '')!r} to {row.get('maximum', '')!r}")
            texts = bands.setdefault((low, high), {})
            tag = language_tag(row.get("language", "")) or UNMARKED
            texts[tag] = row.get("name", "")
            if message := row.get("message", "").strip():
                self.remarks.lose("text_lost", where, message)
        listed = sorted(bands)
        if any(not 0 < two[0] - one[1] <= 1 for one, two in pairwise(listed)):
            raise NotReadError("its bands overlap, or leave scores out")
        ends: list[float | None] = [two[0] for two in listed[1:]]
        for band, below in zip(listed, [*ends, None], strict=True):
            yield StatedLevel(plain_texts(bands[band], self.remarks, where, lines=False), below)


def _is_same(one: StatedScore, other: StatedScore) -> bool:
    """Whether a score adds the same items in the same way."""
    alike = (one.method, one.turned, one.rescale) == ("sum", other.turned, None)
    return alike and set(one.items) == set(other.items) and not one.levels


def _is_turned(item: str, points: Points) -> bool:
    """Whether an item scores its codes from the other end. Raises `NotReadError` where they score something else."""
    codes = {code: number_of(code) for code in points}
    known = [number for number in codes.values() if number is not None]
    if len(set(points.values())) < len(points):
        raise NotReadError(f"several answers to {item!r} score the same")
    if len(known) < len(points):
        return False  # the points become the values
    ends = min(known) + max(known)
    if all(points[code] == number for code, number in codes.items()):
        return False
    if all(number is not None and points[code] == ends - number for code, number in codes.items()):
        return True
    raise NotReadError(f"the answers to {item!r} score otherwise than their codes")
