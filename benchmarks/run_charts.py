"""How often a run chart of pure chance signals.

`python -m benchmarks.run_charts` writes the table of docs/run-charts.md.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from psychometrics.run_chart import chance_signals

POINTS = (6, 8, 10, 12, 15, 18, 21, 24, 36)
RUNS = 20_000
DOCUMENT = Path(__file__).parents[1] / "docs" / "run-charts.md"
PLACE = re.compile(r"(<!-- made by python -m benchmarks\.run_charts -->\n).*?(\n<!-- end -->)", re.DOTALL)


def table(points: Sequence[int], runs: int) -> str:
    """The rates in percent, a row a number of points."""
    rows = ["| points | a shift | a trend | at least one |", "|---:|---:|---:|---:|"]
    for n in points:
        shift, trend, either = (f"{100 * share:.0f}%" for share in chance_signals(n, runs))
        rows.append(f"| {n} | {shift} | {trend} | {either} |")
    return "\n".join(rows)


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    made = PLACE.sub(lambda found: found[1] + table(POINTS, RUNS) + found[2], text)
    DOCUMENT.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
