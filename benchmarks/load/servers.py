"""The bare view under several servers, two processes each: what a request costs before any of our own code.

Run from the project's folder, in an environment that has Gunicorn and Granian too:

    python -m benchmarks.load.servers [--seconds 10] [--people 8]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.load.__main__ import constant_pages, filled, options, serving, surveyed, told
from engine.store import Store

WORKERS: Final = 2
APP: Final = "benchmarks.load.bare:app"


def commands(place: str, port: int) -> dict[str, list[str]]:
    """How each server is started."""
    python = [sys.executable, "-m"]
    gunicorn = [*python, "gunicorn", f"{APP}()", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    granian = [*python, "granian", "--interface", "wsgi", "--factory", "--port", str(port), APP]
    granian += ["--workers", str(WORKERS), "--blocking-threads"]
    return {
        "waitress, as we run it": [*python, "benchmarks.load.bare", place, str(port), str(WORKERS)],
        "Gunicorn, gthread": [*gunicorn, "--worker-class", "gthread", "--threads", "8", "--keep-alive", "30"],
        "Granian, 1 thread": [*granian, "1"],
        "Granian, 8 threads": [*granian, "8"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--port", type=int, default=8133)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place, given = str(Path(folder) / "bare.db"), Path(folder) / "bare.json"
        with Store.open(Path(folder) / "survey.db") as store:
            instrument, links = surveyed(store)
            pages = constant_pages(store, instrument, links[0])
        given.write_text(json.dumps({"database": place, "pages": json.loads(pages)}))
        os.environ["BARE"] = str(given)
        words = ["--port", str(chosen.port), "--links", ",".join(links), "--pages", options(instrument)]
        words += ["--people", str(chosen.people), "--seconds", str(chosen.seconds)]
        for name, command in commands(place, chosen.port).items():
            with serving(command, chosen.port, Path(folder) / "log", pages) as pid:
                told(name, filled([pid], words))


if __name__ == "__main__":
    main()
