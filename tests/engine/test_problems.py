"""The one catalogue of codes: each has a broken example that says where it is wrong, and none goes unused."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.problems import Problem, Refused, did_you_mean, listed
from engine.problems import codes as problems
from engine.problems.codes import ADVICE, CATALOGUE
from tests.engine.authoring.definition_files import BAD_UPLOADS
from tests.engine.exchange.foreign.broken import WRONG_SURVEYS, foreign_problems
from tests.engine.problem_cases import (
    ANSWERS,
    FILES,
    MADE,
    RATINGS,
    answer_problems,
    broken_codes,
    broken_problems,
    file_problems,
    marked_lines,
    rating_problems,
    upload_problems,
)
from tests.engine.problem_list import GROUPS, PAGE, page

ROOT = Path(problems.__file__).parents[2]
OF_DEFINITIONS = {
    *problems.FILES,
    *problems.SHAPE,
    *problems.DEFINITION,
    *problems.COMPANIONS,
    *problems.LINT,
    *problems.PUBLISHING,
}


@pytest.mark.parametrize("code", broken_codes())
def test_a_broken_definition_is_refused_at_the_lines_it_marks_and_nowhere_else(code: str) -> None:
    found, marked = broken_problems(code), marked_lines(code)
    assert code in {one.code for one in marked}
    if all(has_line(problem) for problem in found):
        said = [(*file_and_line(problem), problem.code) for problem in found]
        assert sorted(said) == sorted((one.file, one.line, one.code) for one in marked)
    else:  # between two versions, or of a score: there is no one line
        assert [problem.code for problem in found] == [code]


@pytest.mark.parametrize("code", broken_codes())
def test_every_problem_says_cause_and_remedy(code: str) -> None:
    for problem in broken_problems(code):
        assert str(problem) == f"{problem.place}: {problem.code}: {problem.cause}; {problem.remedy}"
        assert len(problem.cause) > 10
        assert len(problem.remedy) > 5
        assert problem.refuses == (problem.code not in ADVICE)


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_what_no_comment_can_mark_is_refused_too(make, tmp_path: Path) -> None:
    from engine.loading import folder

    found = folder.problems(make(tmp_path))
    assert found[-1].code == make.__name__
    assert len(found) == 1 or make.__name__ == "more_problems"


@pytest.mark.parametrize("code", ANSWERS)
def test_a_wrong_answer_has_its_code(code: str) -> None:
    assert [problem.code for problem in answer_problems(code)] == [code]


@pytest.mark.parametrize("code", BAD_UPLOADS)
def test_a_wrong_upload_has_its_code(code: str) -> None:
    assert {problem.code for problem in upload_problems(code)} == {code}


@pytest.mark.parametrize("code", WRONG_SURVEYS)
def test_a_wrong_survey_of_another_tool_is_refused(code: str, tmp_path: Path) -> None:
    assert [problem.code for problem in foreign_problems(code, tmp_path)] == [code]


@pytest.mark.parametrize("code", RATINGS)
def test_a_wrong_file_of_ratings_is_refused(code: str, tmp_path: Path) -> None:
    assert [problem.code for problem in rating_problems(code, tmp_path)] == [code]


@pytest.mark.parametrize("code", FILES)
def test_a_wrong_file_of_responses_has_its_code(code: str, tmp_path: Path) -> None:
    assert [problem.code for problem in file_problems(code, tmp_path)] == [code]


def test_every_code_of_definitions_answers_and_files_has_an_example() -> None:
    examples = {
        *broken_codes(),
        *(make.__name__ for make in MADE),
        *ANSWERS,
        *FILES,
        *RATINGS,
        *BAD_UPLOADS,
        *WRONG_SURVEYS,
    }
    asked = {
        *OF_DEFINITIONS,
        *problems.ANSWERS,
        *problems.RESPONSE_FILES,
        *problems.RATINGS,
        *problems.FOREIGN,
        *problems.UPLOADS,
    } - {
        "no_form",
        "not_random",
        "no_site",
        "map_overlooked",
        "labels_differ",
    }
    assert examples == asked


def test_no_code_goes_unused_and_none_is_raised_that_the_catalogue_lacks() -> None:
    used, raised = set(), set()
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        raised |= set(raised_codes(tree))
    assert set(CATALOGUE) - used == set()
    assert raised - set(CATALOGUE) == set()


def test_advice_is_about_codes_there_are() -> None:
    assert set(CATALOGUE) > ADVICE


def test_the_list_of_problems_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.engine.problem_list"


def test_the_list_of_problems_has_every_code_once() -> None:
    codes = [code for _, group in GROUPS for code in group]
    assert sorted(codes) == sorted(CATALOGUE)


def test_refused_says_all_that_is_wrong() -> None:
    one, two = Problem("tab", "a.yaml:3", "x", "y"), Problem("tab", "a.yaml:4", "x", "y", "items.A1")
    refused = Refused(iter([one, two]))
    assert refused.problems == (one, two)
    assert str(refused) == "a.yaml:3: tab: x; y\na.yaml:4: tab: x; y"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("tittle", "did you mean 'title'?"),
        ("VISION", "did you mean 'vision'?"),
        ("zzz", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_did_you_mean_names_the_nearest_word_or_none(word: str, said: str) -> None:
    assert did_you_mean(word, ["title", "vision", "items"]) == said


def test_a_long_list_is_cut_and_counted() -> None:
    assert listed(range(3)) == "0, 1, 2"
    assert listed(range(5), most=3) == "0, 1, 2, and 2 more"


def has_line(problem: Problem) -> bool:
    return problem.place.rpartition(":")[2].isdigit()


def file_and_line(problem: Problem) -> tuple[str, int]:
    file, _, line = problem.place.rpartition(":")
    return Path(file).name, int(line)


def sources() -> Iterator[Path]:
    for room in ("engine", "web"):
        yield from (path for path in (ROOT / room).rglob("*.py") if path != Path(problems.__file__).resolve())


def raised_codes(tree: ast.AST) -> Iterator[str]:
    """The codes that stand as a text in a call of `Problem`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
        if named and node.args and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
