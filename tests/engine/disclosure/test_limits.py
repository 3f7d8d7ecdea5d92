"""No limit of people or schools is written outside engine/disclosure: whoever needs one calls a rule with counts.

A limit is found by what code looks like: a number with the name of a least number, people or schools compared with a
number, or a count compared with a limit of the policy. What looks so and is none stands in `NO_LIMIT` with its reason.
"""

import ast
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from engine.disclosure import policy
from engine.disclosure.cells import least_told

ROOT: Final = Path(__file__).parents[3]
ROOMS: Final = ("engine", "web", "psychometrics")

LEAST: Final = re.compile(
    r"^_?(least|minimum|min|fewest|smallest|floor|enough|few|step)(_|$)|_(minimum|floor|step)$", re.I
)
PEOPLE: Final = re.compile(
    r"^(people|persons?|respondents?|responses|answers|answered|schools?|sites?|groups?|clusters|members|counts?|sizes?|n|sum|total)$"
)
LIMITS: Final = frozenset(name for name in vars(policy) if name.isupper())
OF_THE_POLICY: Final = frozenset((*policy.Policy.__dataclass_fields__, "minimum_group"))
NUMBERS: Final = range(3, 101)  # one and two say whether something exists at all
OF_A_STATISTIC: Final = range(3, 5)  # of fewer people or groups a statistic does not exist, whoever reads it
ORDER: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

Place = tuple[str, str]  # the file and the limit, as the code has it
NO_LIMIT: Final[Mapping[Place, str]] = {
    ("engine/authoring/linter.py", "FEWEST_ITEMS = 3"): "items of a subscale",
    ("engine/exchange/from_data/relations.py", "FEWEST_ITEMS = 3"): "columns that may be a scale",
    ("engine/exchange/from_data/relations.py", "FEWEST_PEOPLE = 30"): "rows of a file that a guess rests on",
    ("engine/demo/planted.py", "FEW_STAFF = 9"): "people of a made-up school",
    ("engine/demo/planted.py", "FEW_ANSWER = 4"): "people of a made-up school",
    ("engine/report/school/wording.py", "FEW_PEOPLE = 8"): "when a good rate is still called the view of few",
    ("engine/validation/reliability.py", "FEWEST_FOR_FACTORS = 3"): "items of a subscale",
    (
        "psychometrics/cluster_alpha.py",
        "FEWEST_CLUSTERS = 10",
    ): "clusters that a jackknife needs; hides nobody",
    ("engine/report/study/sample.py", "len(people) > 5"): "how a table of the sample is laid out",
    (
        "engine/results/careful.py",
        "LEAST_ITEMS = 10",
    ): "items, of which fewer tell nothing of a person's care",
    (
        "engine/results/careful.py",
        "LEAST_PEOPLE = 50",
    ): "people, of whom fewer do not show what is a rare answer",
    (
        "engine/report/check_ins.py",
        "FEWEST = 3",
    ): "points of a team's own run chart, of which fewer are not drawn",
    (
        "engine/report/study/two_levels.py",
        "FEW = 50",
    ): "groups, of fewer of which what is said between them is called a first look",
    ("engine/store/drafts.py", "STARTED_STEP = 10"): "seconds: how coarsely the store keeps a time",
    (
        "engine/validation/quality.py",
        "FEWEST_ITEMS = 5",
    ): "items, of which fewer tell nothing of a person's care",
    ("web/network/sharing/handout.py", "LEAST_DAYS = 6"): "days of a wave that reminds people half-way",
    ("web/account/passwords.py", "FEWEST_SIGNS = 5"): "signs of a password",
    ("web/account/second_factor.py", "STEP = 30"): "seconds in which a code holds",
    (
        "web/network/wave_form.py",
        "LARGEST_MINIMUM = 100",
    ): "the most that a wave may ask for; it shows nothing",
    (
        "engine/report/raters/statistics.py",
        "FEW_PAIRS = 6",
    ): "when a table of pairs of raters is printed whole",
    ("engine/validation/em.py", "FEWEST_FOR_OMEGA = 3"): "items of a subscale",
    ("psychometrics/association.py", "FEWEST_CLUSTERS = 10"): "clusters that an interval needs; hides nobody",
    (
        "psychometrics/rater_verdicts.py",
        "LEAST_TARGETS = 30",
    ): "targets from which a sentence claims something",
    (
        "psychometrics/rater_verdicts.py",
        "LEAST_TO_DENY = 100",
    ): "targets from which a sentence denies something",
    ("psychometrics/change.py", "FEWEST_FOR_A_CHANGE = 50"): "people from whom on a sentence claims a change",
    ("psychometrics/ternary.py", "LEAST_TOTAL = 20"): "points that a sum is made of",
    ("psychometrics/cut_scores.py", "FEW_PANELISTS = 10"): "experts who set a standard",
    (
        "psychometrics/groups.py",
        "FEW_GROUPS = 20",
    ): "when a caution is due: an estimate of few groups is unsure",
    (
        "psychometrics/weights.py",
        "clusters >= 20",
    ): "when a caution is due: an error of few clusters is unsure",
    ("engine/demo/leaders_time.py", "STEP = 5"): "points in which leaders of a made-up network count",
    (
        "engine/validation/confirmatory/choices.py",
        "FEWEST_OPTIONS = 5",
    ): "options from which answers are taken as numbers",
    ("engine/validation/confirmatory/study.py", "FEWEST_ITEMS = 3"): "items of a factor",
    ("psychometrics/latent/cluster_moments.py", "FEWEST = 10"): "clusters that an error needs; hides nobody",
    (
        "psychometrics/latent/distinct.py",
        "FEWEST_GROUPS = 20",
    ): "groups from which a sentence claims something",
    (
        "psychometrics/latent/ordinal_moments.py",
        "FEWEST_CLUSTERS = 10",
    ): "clusters that an error needs; hides nobody",
}


class Limits(ast.NodeVisitor):
    """What looks like a limit in some code."""

    def __init__(self, numbers: Collection[int]) -> None:
        self.numbers = numbers
        self.found: list[str] = []

    def visit_Assign(self, node: ast.Assign) -> None:
        self._named(node.targets, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._named([node.target], node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        named = [*node.posonlyargs, *node.args]
        pairs = [*zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True)]
        for argument, default in [*pairs, *zip(node.kwonlyargs, node.kw_defaults, strict=True)]:
            if default is not None and LEAST.search(argument.arg) and self._is_number(default):
                self.found.append(f"{argument.arg}={ast.unparse(default)}")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        parts = [node.left, *node.comparators]
        of_people = any(map(self._is_number, parts)) and any(map(_speaks_of_people, parts))
        if any(isinstance(sign, ORDER) for sign in node.ops) and (of_people or any(map(_is_limit, parts))):
            self.found.append(ast.unparse(node))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        step = self._is_number(node.right) or _is_limit(node.right)
        if isinstance(node.op, ast.Mod | ast.FloorDiv) and step and _speaks_of_people(node.left):
            self.found.append(ast.unparse(node))
        self.generic_visit(node)

    def _named(self, targets: Iterable[ast.expr], value: ast.expr | None) -> None:
        if value is not None and self._is_number(value):
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            self.found += [f"{name} = {ast.unparse(value)}" for name in names if LEAST.search(name)]
        elif value is not None:
            self.visit(value)

    def _is_number(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) and type(node.value) is int and node.value in self.numbers


def _is_limit(node: ast.expr) -> bool:
    """Whether it is one of the limits that the policy holds."""
    constant = isinstance(node, ast.Name) and node.id in LIMITS
    return constant or (isinstance(node, ast.Attribute) and node.attr in OF_THE_POLICY)


def _speaks_of_people(node: ast.expr) -> bool:
    names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    names += [part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return any(PEOPLE.match(name) for name in names)


def limits(code: str, numbers: Collection[int] = NUMBERS) -> list[str]:
    """What looks like a limit in some code, as it is written there."""
    visitor = Limits(numbers)
    visitor.visit(ast.parse(code))
    return visitor.found


def written_elsewhere() -> set[Place]:
    found = set()
    for room in ROOMS:
        numbers = set(NUMBERS) - set(OF_A_STATISTIC if room == "psychometrics" else ())
        for path in (ROOT / room).rglob("*.py"):
            if not path.is_relative_to(ROOT / "engine/disclosure"):
                name = path.relative_to(ROOT).as_posix()
                found |= {(name, limit) for limit in limits(path.read_text(), numbers)}
    return found


def test_no_limit_of_people_or_schools_is_written_outside_disclosure() -> None:
    assert written_elsewhere() - NO_LIMIT.keys() == set()


def test_what_is_no_limit_is_still_there() -> None:
    assert NO_LIMIT.keys() - written_elsewhere() == set()


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("FEWEST_OF_A_ROLE: Final = 10", "FEWEST_OF_A_ROLE = 10"),
        ("MINIMUM_SCHOOLS = 8", "MINIMUM_SCHOOLS = 8"),
        ("def benchmark(own, others, *, minimum=8): ...", "minimum=8"),
        ("shown = [site.responses >= rules.whole for site in sites]", "site.responses >= rules.whole"),
        ("enough = 0 < len(schools) < 3", "0 < len(schools) < 3"),
        ("if counted.sum() < 3: pass", "counted.sum() < 3"),
        ("if there < LEAST_SCHOOLS: pass", "there < LEAST_SCHOOLS"),
        ("if new.minimum_group < SMALLEST_GROUP: pass", "new.minimum_group < SMALLEST_GROUP"),
        ("told = answers - answers % 10", "answers % 10"),
    ],
)
def test_a_limit_is_found_however_it_is_written(code: str, limit: str) -> None:
    assert limits(code) == [limit]


def test_no_page_compares_people_with_a_number() -> None:
    compared = re.compile(r"{[%{][^}]*\b(?:answers|people|schools|rows|asked|n)\b[^}]*[<>]=?\s*\d[^}]*}")
    found = [
        page.name for page in (ROOT / "web/templates").rglob("*.html") if compared.search(page.read_text())
    ]
    assert found == []


def test_the_contents_of_the_room_name_every_rule_and_no_other() -> None:
    contents = ast.get_docstring(ast.parse((ROOT / "engine/disclosure/__init__.py").read_text())) or ""
    named: dict[str, set[str]] = {}
    for line in contents.splitlines():
        if heading := re.match(r"([a-z_]+) {2,}", line):
            named[module := heading[1]] = set()
        if heading or line.startswith("  "):
            named[module] |= set(re.findall(r"`([\w.]+)`", line))
    assert named == {
        path.stem: _rules(ast.parse(path.read_text()))
        for path in (ROOT / "engine/disclosure").glob("[a-z]*.py")
    }


def _rules(module: ast.Module) -> set[str]:
    """The public functions of a module, and those of its policy that decide."""
    found = {node.name for node in module.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}
    methods = {
        f"{node.name}.{method.name}"
        for node in module.body
        if isinstance(node, ast.ClassDef) and node.name == "Policy"
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name.startswith(("shows", "raised"))
    }
    return found | methods


@pytest.mark.parametrize(("group", "least"), [(2, 0), (9, 0), (10, 10), (25, 25)])
def test_who_is_told_of_by_an_answer_is_one_of_a_group_in_every_wave(group: int, least: int) -> None:
    assert least_told(group) == least
