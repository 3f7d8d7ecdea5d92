"""The built wheel is one package, works beside others named `engine` and `web`, and does what the checkout does."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import hatch_build
from tests.faults.program import free_port

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).parent / "uv"


def test_every_module_can_be_mapped_and_keeps_its_lines() -> None:
    renamed = 0
    for module in hatch_build.modules(ROOT):
        text = (ROOT / module).read_text(encoding="utf-8")
        mapped = hatch_build.mapped(text, module, ROOT)
        assert mapped.count("\n") == text.count("\n")
        compile(mapped, module, "exec")
        renamed += mapped != text
    assert renamed > 500


def test_imports_of_our_rooms_are_renamed_and_nothing_else() -> None:
    text = (
        "from engine.store import Store\nfrom engine import store as web\nimport web.cli as cli, json\n"
        "from . import engine\nfrom engines import x\nengine = 'from engine rooms'\n"
        "if engine:\n    from instruments import (\n        engine,\n    )\n"
    )
    assert hatch_build.mapped(text, "web/made_up.py", ROOT) == (
        "from barograph.engine.store import Store\nfrom barograph.engine import store as web\n"
        "import barograph.web.cli as cli, json\n"
        "from . import engine\nfrom engines import x\nengine = 'from engine rooms'\n"
        "if engine:\n    from barograph.instruments import (\n        engine,\n    )\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\nimport engine.store\n", "line 2: `import engine.store` binds another name"),
        ("x = 'engine.store'\n", "line 1: 'engine.store' names a module"),
        ("x = ['-m', 'psychometrics.second_opinion']\n", "make it of __name__ or __package__"),
        ("x = f'engine.store.{1}'\n", "names a module"),
        ("x = 'import sys; from web.cli import main'\n", "make it of __name__ or __package__"),
    ],
)
def test_a_module_that_would_break_in_the_wheel_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(hatch_build.Unmappable, match=r"web/made_up\.py") as refused:
        hatch_build.mapped(text, "web/made_up.py", ROOT)
    assert words in str(refused.value)


def _foreign(folder: Path, name: str) -> Path:
    """A wheel of somebody else's package that has the name of one of our folders."""
    wheel = folder / f"other_{name}-1.0-py3-none-any.whl"
    info = f"other_{name}-1.0.dist-info"
    files = {
        f"{name}/__init__.py": f"WHOSE = 'the other {name}'\n",
        f"{name}/commands/__init__.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: other-{name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(path, text)
    return wheel


class Installed:
    """An environment with the wheel and others' packages; what it needs beside is lent by the one of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "venv" / "bin"
        self.program = self.bin / "barograph"
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
        }

    def install(self, *wheels: Path) -> None:
        words = [UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", self.bin / "python"]
        subprocess.run([*words, *wheels], check=True)

    def run(self, *words: str | Path) -> str:
        done = subprocess.run(
            words,
            check=False,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def barograph(self, *words: str | Path) -> str:
        return self.run(self.program, *words)

    def python(self, text: str) -> str:
        return self.run(self.bin / "python", "-c", text).strip()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            UV,
            "build",
            "--quiet",
            "--wheel",
            "--build-constraint",
            "constraints.txt",
            "--out-dir",
            folder / "dist",
        ],
        cwd=ROOT,
        check=True,
    )
    (ours,) = (folder / "dist").glob("*.whl")
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)
    here = Installed(folder)
    there = Path(here.python("import sysconfig; print(sysconfig.get_path('purelib'))"))
    lent = next(path for path in sys.path if (Path(path) / "flask").is_dir())
    (there / "lent.pth").write_text(lent)
    here.install(_foreign(folder, "engine"))
    here.install(ours)
    here.install(_foreign(folder, "web"))
    return here


@pytest.mark.slow
def test_the_wheel_holds_one_package_with_all_files_of_the_checkout(installed: Installed) -> None:
    (ours,) = (installed.folder / "dist").glob("*.whl")
    names = zipfile.ZipFile(ours).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"barograph"}
    tracked = subprocess.run(
        ["git", "ls-files", *hatch_build.ROOMS], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {f"barograph/{path}" for path in tracked if (ROOT / path).exists()} <= set(names)


@pytest.mark.slow
def test_others_packages_of_these_names_stay_theirs(installed: Installed) -> None:
    whose = installed.python("import engine, web, engine.commands; print(engine.WHOSE, '+', web.WHOSE)")
    assert whose == "the other engine + the other web"
    assert "collective-leadership" in installed.barograph("list")
    loaded = installed.python(
        "import sys, barograph.web.cli; from barograph.engine.commands import study;"
        "print(sorted({'engine', 'web', 'psychometrics', 'instruments'} & sys.modules.keys()))"
    )
    assert loaded == "[]"


@pytest.mark.slow
def test_the_wheel_checks_makes_up_and_studies(installed: Installed) -> None:
    answers, study = installed.folder / "answers.csv", installed.folder / "study.json"
    definition = installed.python("from barograph.engine.loading.places import SHIPPED; print(SHIPPED)")
    assert "/barograph/instruments" in definition
    installed.barograph("check", Path(definition) / "educator-efficacy" / "1.0.0")
    installed.barograph("simulate", "big-five-25", "--sites", "10", "--persons", "30", "-o", answers)
    installed.barograph("validate", "big-five-25", answers, "--second-opinion", "--json", study)
    told = json.loads(study.read_text())
    assert {"pingouin", "factor-analyzer"} <= told["second_opinion"]["programs"].keys(), told[
        "second_opinion"
    ]


@pytest.mark.slow
def test_errors_and_pickles_name_the_modules_of_the_wheel(installed: Installed) -> None:
    told = installed.python(
        "import pickle, traceback\n"
        "from barograph.psychometrics.contract import StatisticError\n"
        "from barograph.psychometrics.summaries.codes import Coding\n"
        "error = pickle.loads(pickle.dumps(StatisticError('a', 'b', 'c')))\n"
        "print(type(error) is StatisticError, StatisticError.__module__)\n"
        "try:\n    Coding.of([[1.0]])\n"
        "except StatisticError as e:\n    last = traceback.extract_tb(e.__traceback__)[-1]\n"
        "print(last.filename.split('site-packages/')[1], last.line.startswith('raise StatisticError'))"
    ).splitlines()
    assert told[0] == "True barograph.psychometrics.contract"
    assert told[1].startswith("barograph/psychometrics/")
    assert told[1].endswith(" True")


@pytest.fixture
def served(installed: Installed, request: pytest.FixtureRequest) -> Iterator[str]:
    """`serve` or `demo`, until it answers; ended by its own number."""
    port, command = free_port(), request.param
    words = [
        installed.program,
        command,
        "--port",
        str(port),
        "--database",
        installed.folder / f"{command}.db",
    ]
    log = installed.folder / f"{command}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            words, cwd=installed.folder, env=installed.environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + 400
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                    yield page.read().decode()
                    return
            except OSError:
                time.sleep(0.5)
        pytest.fail(f"`barograph {command}` did not answer:\n{log.read_text()[-3000:]}")
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("served", "words"), [("serve", "Barograph"), ("demo", "simulated")], indirect=["served"]
)
def test_the_wheel_serves_pages(served: str, words: str) -> None:
    assert words in served
