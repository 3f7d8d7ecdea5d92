"""Rules of thumb in sentences: what stands alike is said once, and what is unsure is named."""

from engine.report.document import Bullets, Paragraph
from engine.report.study.thumb import Judged, sentences, unsure


def test_scales_that_stand_alike_share_a_sentence() -> None:
    alike = sentences("alpha", [Judged("A", 0.82), Judged("B", 0.85), Judged("C", 0.9)])
    assert isinstance(alike, Paragraph)
    assert alike.text.startswith("All three: the items hang together well enough")
    told_apart = sentences("alpha", [Judged("A", 0.6), Judged("B", 0.85, 0.8, 0.9)])
    assert isinstance(told_apart, Bullets)
    assert [one.split(":")[0] for one in told_apart.items] == ["A", "B"]
    assert "alpha .85, 95% interval .80 to .90" in told_apart.items[1]


def test_an_interval_across_the_rule_is_unsure() -> None:
    assert unsure(
        "alpha", [Judged("A", 0.72, 0.66, 0.77), Judged("B", 0.85, 0.8, 0.9), Judged("C", 0.9)]
    ) == ["A"]
