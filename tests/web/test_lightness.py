"""The server and the command start without the heavy packages, which are imported where they are used."""

import os
import subprocess
import sys

import pytest

HEAVY = ("pandas", "sklearn", "scipy.stats", "matplotlib", "factor_analyzer", "pingouin", "typst")


def said(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_loads_nothing_that_computes_or_serves() -> None:
    code = "import sys, web.cli\nweb.cli.main(['--help'], standalone_mode=False)\n"
    code += "print([name for name in ('numpy', 'flask', 'sqlalchemy', 'yaml') if name in sys.modules])"
    assert said(code).splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("asked", "expected"), [(None, "1"), ("2", str(min(2, len(os.sched_getaffinity(0)))))]
)
def test_matrices_are_multiplied_on_one_thread_unless_asked_otherwise(
    asked: str | None, expected: str
) -> None:
    code = "import os, web.cli\nos.environ.pop('OPENBLAS_NUM_THREADS', None)\n"
    code += f"os.environ.update({{'OPENBLAS_NUM_THREADS': {asked!r}}})\n" if asked else ""
    code += (
        "web.cli.main(['list', '--help'], standalone_mode=False)\nfrom threadpoolctl import threadpool_info\n"
    )
    code += "import numpy\nprint(*{each['num_threads'] for each in threadpool_info()})"
    assert said(code).splitlines()[-1] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "import web.cli; web.cli.main(['--help'], standalone_mode=False)",
        "from web.whole import create_app",
        "import web.commands.serving, web.commands.waves, engine.commands.responses",
        "import engine.results, engine.waves.closing, engine.demo",
    ],
)
def test_what_starts_is_light(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
