"""What people wrote, as a part of a school's full report: by question, and by the themes a reader gave."""

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.disclosure.open_text import ShownComment, themes_counted
from engine.language import say
from engine.report.document import Block, Bullets, Paragraph, Section


def comments_section(comments: Sequence[ShownComment], labels: Mapping[str, str]) -> Section | None:
    """The comments that a report may print (`shown_comments`) by question and theme; None where there are none.

    `labels` gives the words of each question by item id. How many comments have a theme is said of some themes
    (`themes_counted`); how many people wrote is never said.
    """
    if not comments:
        return None
    items = [item for item in labels if any(one.item == item for one in comments)]
    intro = Paragraph(say("report.comments.intro")), Paragraph(say("report.comments.care"))
    title = say("report.comments.title")
    parts = [_question(item, labels[item], [one for one in comments if one.item == item]) for item in items]
    if len(parts) == 1:
        asked = Paragraph(say("report.comments.asked", question=labels[items[0]]))
        (only,) = parts
        return Section("comments", title, (*intro, asked, *only.blocks), only.sections)
    return Section("comments", title, intro, tuple(parts))


def _question(item: str, label: str, comments: Sequence[ShownComment]) -> Section:
    """The comments on one question, those of each theme together; a comment stands in one place only."""
    sizes = Counter(theme for one in comments for theme in one.themes)
    if not sizes:
        return Section(f"comments-{item}", label, (_listed(comments),))
    order = sorted(sizes, key=lambda theme: (-sizes[theme], theme.casefold()))
    under: dict[str, list[ShownComment]] = {theme: [] for theme in [*order, ""]}
    for one in comments:
        under[min(one.themes, key=order.index, default="")].append(one)
    parts = tuple(
        Section(f"comments-{item}-{number}", theme or say("report.comments.other"), (_listed(found, theme),))
        for number, (theme, found) in enumerate(under.items(), start=1)
        if found
    )
    return Section(f"comments-{item}", label, tuple(_themes(order, themes_counted(comments))), parts)


def _themes(order: Sequence[str], sizes: Mapping[str, int]) -> list[Block]:
    """What several comments are about, the most named first."""
    counted = [f"{theme} ({sizes[theme]})" for theme in order if theme in sizes]
    if not counted:
        return []
    return [Paragraph(say("report.comments.themes", themes=", ".join(counted)))]


def _listed(comments: Sequence[ShownComment], under: str | None = None) -> Bullets:
    """Comments as they are printed, each with its other themes behind it."""
    texts = []
    for one in comments:
        others = [theme for theme in one.themes if theme != under]
        also = say("report.comments.also", themes=", ".join(others)) if others and under is not None else ""
        texts.append(" ".join(part for part in (f"“{' '.join(one.text.split())}”", also) if part))
    return Bullets(tuple(texts))
