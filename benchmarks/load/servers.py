"""The bare view under several servers, two processes each: what a request costs before any of our own code.

The others are no part of Barograph. Put them into a folder of their own, and run from the project's folder:

    .venv/bin/uv pip install --target build/servers --constraint constraints.txt -r benchmarks/load/servers.txt
    PYTHONPATH=.:build/servers .venv/bin/python -m benchmarks.load.servers [--seconds 10] [--people 8]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.load.__main__ import constant_pages, filled, head, options, serving, surveyed, told
from engine.store import Store

WORKERS: Final = 2
OURS: Final = "benchmarks.load.bare"
APP: Final = f"{OURS}:app"


def commands(place: str, port: int) -> dict[str, list[str]]:
    """How each server is started."""
    python = [sys.executable, "-m"]
    gunicorn = [*python, "gunicorn", f"{APP}()", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    gunicorn += ["--no-control-socket"]
    granian = [*python, "granian", "--interface", "wsgi", "--factory", "--port", str(port), APP]
    granian += ["--workers", str(WORKERS), "--blocking-threads"]
    return {
        "waitress, as we run it": [*python, OURS, place, str(port), str(WORKERS)],
        "Gunicorn, gthread": [*gunicorn, "--worker-class", "gthread", "--threads", "8", "--keep-alive", "30"],
        "Granian, 1 thread": [*granian, "1"],
        "Granian, 8 threads": [*granian, "8"],
    }


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--port", type=int, default=8133)
    return parser.parse_args()


def main() -> None:
    chosen = parsed()
    with tempfile.TemporaryDirectory() as folder:
        place, given = str(Path(folder) / "bare.db"), Path(folder) / "bare.json"
        with Store.open(Path(folder) / "survey.db") as store:
            instrument, links = surveyed(store)
            pages = constant_pages(store, instrument, links[0])
        given.write_text(json.dumps({"url": f"sqlite:///{place}", "pages": json.loads(pages)}))
        os.environ["BARE"] = str(given)
        words = ["--port", str(chosen.port), "--links", ",".join(links), "--pages", options(instrument)]
        words += ["--people", str(chosen.people), "--seconds", str(chosen.seconds)]
        head()
        for name, command in commands(place, chosen.port).items():
            typed = (
                pages if OURS in command else ""
            )  # the others read no input, and would leave the pipe full
            with serving(command, chosen.port, Path(folder) / "log", typed) as pid:
                told(name, filled([pid], words))


if __name__ == "__main__":
    main()
