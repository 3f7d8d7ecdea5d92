"""The server and the command start without the heavy packages, which are imported where they are used."""

import subprocess
import sys

import pytest

HEAVY = ("pandas", "sklearn", "scipy.stats", "matplotlib", "factor_analyzer", "pingouin", "typst")


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "import web.cli; web.cli.main(['--help'], standalone_mode=False)",
        "from web import create_app",
        "import web.commands.serving, web.commands.waves, engine.commands.responses",
        "import engine.results, engine.waves.closing, engine.demo",
    ],
)
def test_what_starts_is_light(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
