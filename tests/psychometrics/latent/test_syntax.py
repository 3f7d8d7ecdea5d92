"""A model text means what lavaan's means, and what cannot be read is told by line and column."""

import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.specification import Defaults, Term, model_of
from psychometrics.latent.syntax import ModelTextError, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("f =~ a + b", [Term("f", "=~", "a"), Term("f", "=~", "b")]),
        ("f =~ a +\n  b # two lines\n! nothing here", [Term("f", "=~", "a"), Term("f", "=~", "b")]),
        ("f=~a;a~~-0.5*b", [Term("f", "=~", "a"), Term("a", "~~", "b", (-0.5,))]),
        ("f + g =~ a", [Term("f", "=~", "a"), Term("g", "=~", "a")]),
        ("f =~ NA*a + start(.3)*b", [Term("f", "=~", "a", free=True), Term("f", "=~", "b", start=0.3)]),
        (
            "f =~ one*a + c(NA, 1)*b",
            [Term("f", "=~", "a", labels=("one",)), Term("f", "=~", "b", (None, 1.0))],
        ),
        ("f =~ c(p, q)*a", [Term("f", "=~", "a", labels=("p", "q"))]),
        (
            "a ~ 1\nb ~ 0*1\nc ~ m*1",
            [Term("a", "~1"), Term("b", "~1", fixed=(0.0,)), Term("c", "~1", labels=("m",))],
        ),
        ("a ~~ b\nb ~~ a", [Term("a", "~~", "b")]),
        ("i =~ 1*t1 +1*t2", [Term("i", "=~", "t1", (1.0,)), Term("i", "=~", "t2", (1.0,))]),
    ],
)
def test_a_text_is_its_relations(text: str, terms: list[Term]) -> None:
    assert list(terms_of(text)) == terms


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("f = x", 1, 3, "means nothing"),
        ("f =~ a\n g =~ $x", 2, 7, "'$'"),
        ("f =~ a b", 1, 8, "'b' follows a term"),
        ("f =~ a + ", 1, 9, "end of the line"),
        ("f =~ f", 1, 6, "measure itself"),
        ("f a", 1, 3, "where =~, ~~ or ~ is expected"),
        ("a := b", 1, 3, ":= is not read"),
        ("f =~ a\na == b", 2, 3, "== is not read"),
        ("", 1, 1, "empty"),
        ("f =~ c(p, 1)*a", 1, 8, "mixes"),
        ("f =~ +*a", 1, 6, "where a name is expected"),
    ],
)
def test_what_cannot_be_read_is_told_by_line_and_column(text: str, line: int, column: int, part: str) -> None:
    with pytest.raises(ModelTextError) as refusal:
        terms_of(text)
    assert (refusal.value.line, refusal.value.column) == (line, column)
    assert part in refusal.value.cause


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("f =~ a\nf =~ 2*a", "model_text"),
        ("a ~~ b", "empty_model"),
        ("f =~ a + b + c\nf ~~ a", "mixed_covariance"),
        ("f =~ a + c(1, 1, 1)*b + c", "wrong_groups"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, code: str) -> None:
    with pytest.raises(StatisticError) as refusal:
        model_of(terms_of(text), Defaults(groups=2))
    assert refusal.value.code == code


def test_a_kind_of_equality_that_does_not_exist_is_refused() -> None:
    with pytest.raises(StatisticError, match="loadings"):
        model_of(terms_of("f =~ a + b + c"), Defaults(groups=2, equal=("slopes",)))


def test_partial_invariance_leaves_one_parameter_apart() -> None:
    terms = terms_of("f =~ a + b + c + d")
    equal = model_of(terms, Defaults(groups=2, equal=("loadings",)))
    partial = model_of(terms, Defaults(groups=2, equal=("loadings",), apart=(("f", "=~", "c"),)))
    assert partial.free == equal.free + 1
    one, other = partial.find("f", "=~", "c", 0), partial.find("f", "=~", "c", 1)
    assert one is not None
    assert other is not None
    assert one.free != other.free


def test_equal_intercepts_free_the_means_of_later_groups() -> None:
    model = model_of(
        terms_of("f =~ a + b + c"), Defaults(groups=3, means=True, equal=("loadings", "intercepts"))
    )
    means = [model.find("f", "~1", "", group) for group in range(3)]
    assert [mean is not None and mean.free > 0 for mean in means] == [False, True, True]
