"""The calls of psych that docs/raters.md names, run by R on the same ratings."""

import subprocess
from pathlib import Path

import pytest

from engine.ratings.agreement import study_raters
from engine.ratings.reading import HowRated, read_ratings
from tests import programs, reference
from tests.engine.ratings import files

SCRIPT = """
x <- read.csv(commandArgs(TRUE)[1])
if (!is.numeric(x[[1]])) x <- x[-1]
x <- as.matrix(x)
print_ends <- function(...) cat(format(c(...), digits = 15), "\\n")
icc <- suppressWarnings(psych::ICC(x, lmer = FALSE))$results
for (row in seq_len(nrow(icc))) print_ends(icc$ICC[row], icc[row, "lower bound"], icc[row, "upper bound"], icc$F[row])
kappa <- psych::cohen.kappa(x[, 1:2])
print_ends(kappa$kappa, kappa$weighted.kappa)
"""


@pytest.fixture(scope="module")
def rscript() -> Path:
    found = programs.needed("Rscript", "r-base-core")
    asked = subprocess.run([found, "-e", "library(psych)"], capture_output=True, check=False)
    if asked.returncode != 0:
        programs.missing("R lacks its package psych: install Debian's package r-cran-psych")
    return found


@pytest.mark.parametrize("which", ["published", "essays"])
def test_r_gives_the_same(which: str, rscript: Path, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(
        reference.data_path("shrout_fleiss").read_text() if which == "published" else files.wide()
    )
    script = tmp_path / "ratings.R"
    script.write_text(SCRIPT)
    done = subprocess.run([rscript, script, path], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    rows = [[float(cell) for cell in line.split()] for line in done.stdout.splitlines()]
    found = study_raters(read_ratings(path, HowRated()))
    assert found.icc is not None
    ours = [[form.value, form.lower, form.upper, form.f] for form in found.icc.forms.values()]
    kappas = found.pairs[0].kappas
    ours.append([kappas["none"].value, kappas["quadratic"].value])
    if which == "published":  # a rating of 10, which psych puts before 2: weights by the order of texts
        del ours[-1][1], rows[-1][1]
    for mine, theirs in zip(ours, rows, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-6)
