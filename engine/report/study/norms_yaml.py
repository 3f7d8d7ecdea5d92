"""The scores of a study as norms for others to compare with: the `norms.yaml` that stands beside a definition."""

import json
from datetime import UTC, datetime

from engine.validation.study import ValidationStudy

HEADING = """\
# Norms from a study of these data; every number in full. Read them with `barograph validate`, after putting this file
# beside instrument.yaml (or its entries under the `norms` that are there). Say in `population` who these people are.
"""


def norms_yaml(study: ValidationStudy, population: str, year: int | None = None) -> str:
    """The mean and standard deviation of every rescaled score, as an entry a subscale.

    `population` says who was asked; `year` is when (this year where it is None). Subscales in which fewer than
    two people have a score, or all have the same, give no norm and are left out.
    """
    provenance = study.provenance
    common = {
        "population": population,
        "source": f"{study.plan.instrument.name}, {provenance.data_name}, data {provenance.data_digest[:12]}",
        "year": year or datetime.now(UTC).year,
    }
    rows = []
    for scale in study.subscales:
        score = scale.score
        if score is None or score.n < 2 or not score.rescaled_sd > 0:
            continue
        entry = {"subscale": scale.id} | common
        entry |= {"n": score.n, "mean": score.rescaled_mean, "sd": score.rescaled_sd}
        entry |= {"status": "simulated" if provenance.simulated else "own"}
        cells = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
        rows.append(f"  - {{{cells}}}\n")
    return HEADING + ("norms:\n" + "".join(rows) if rows else "norms: []\n")
