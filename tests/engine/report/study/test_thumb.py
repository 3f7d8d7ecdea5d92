"""Rules of thumb in sentences: what stands alike is said once, and what is unsure is named."""

from engine.report.document import Bullets, Paragraph
from engine.report.study.thumb import Judged, sentences


def test_scales_that_stand_alike_share_a_sentence() -> None:
    alike = sentences("alpha", [Judged(name, 0.85, 0.8, 0.9) for name in "ABC"])
    assert isinstance(alike, Paragraph)
    assert alike.text.startswith("All three: the items hang together well enough")
    told_apart = sentences("alpha", [Judged("A", 0.6, 0.55, 0.65), Judged("B", 0.85, 0.8, 0.9)])
    assert isinstance(told_apart, Bullets)
    assert [one.split(":")[0] for one in told_apart.items] == ["A", "B"]
    assert "alpha .85, 95% interval .80 to .90" in told_apart.items[1]


def test_an_interval_across_the_rule_leaves_it_open() -> None:
    said = sentences("alpha", [Judged("A", 0.72, 0.66, 0.77), Judged("B", 0.85, 0.8, 0.9), Judged("C", 0.9)])
    assert isinstance(said, Bullets)
    assert [one.split(" (")[0].split(":")[0] for one in said.items] == ["A", "B", "C"]
    assert said.items[0].startswith("A: it stays open whether the items hang together too little")


def test_without_an_interval_the_value_alone_is_held_against_the_rule() -> None:
    said = sentences("kmo", [Judged("The items together", 0.7)])
    assert said == Paragraph("The items together: .60 or more and under .80 (KMO .70).")
