"""What people wrote, as a part of a school's full report: by question, and by the themes a reader gave."""

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.disclosure.open_text import ShownComment, themes_counted
from engine.report.document import Block, Bullets, Paragraph, Section

INTRO = (
    "People wrote these comments themselves. A person who does not work at the school read each of them first. "
    "Words that could tell who wrote, or who is meant, are taken out and marked [...]; comments that could not be "
    "shown without them are left out. Whether there were any is not told. The order is by chance, never by time or "
    "role."
)
CARE = (
    "Comments show what some people have on their minds, not how many think so: read them beside the scores, and do "
    "not guess who wrote."
)
WITHOUT_THEME = "Other comments"


def comments_section(comments: Sequence[ShownComment], labels: Mapping[str, str]) -> Section | None:
    """The comments that a report may print (`shown_comments`) by question and theme; None where there are none.

    `labels` gives the words of each question by item id. How many comments have a theme is said of some themes
    (`themes_counted`); how many people wrote is never said.
    """
    if not comments:
        return None
    items = [item for item in labels if any(one.item == item for one in comments)]
    intro = Paragraph(INTRO), Paragraph(CARE)
    parts = [_question(item, labels[item], [one for one in comments if one.item == item]) for item in items]
    if len(parts) == 1:
        asked = Paragraph(f"The question was: {labels[items[0]]}")
        (only,) = parts
        return Section("comments", "In people’s own words", (*intro, asked, *only.blocks), only.sections)
    return Section("comments", "In people’s own words", intro, tuple(parts))


def _question(item: str, label: str, comments: Sequence[ShownComment]) -> Section:
    """The comments on one question, those of each theme together; a comment stands in one place only."""
    sizes = Counter(theme for one in comments for theme in one.themes)
    if not sizes:
        return Section(f"comments-{item}", label, (_listed(comments),))
    order = sorted(sizes, key=lambda theme: (-sizes[theme], theme.casefold()))
    under: dict[str, list[ShownComment]] = {theme: [] for theme in [*order, WITHOUT_THEME]}
    for one in comments:
        under[min(one.themes, key=order.index, default=WITHOUT_THEME)].append(one)
    parts = tuple(
        Section(f"comments-{item}-{number}", theme, (_listed(found, theme),))
        for number, (theme, found) in enumerate(under.items(), start=1)
        if found
    )
    return Section(f"comments-{item}", label, tuple(_themes(order, themes_counted(comments))), parts)


def _themes(order: Sequence[str], sizes: Mapping[str, int]) -> list[Block]:
    """What several comments are about, the most named first."""
    counted = [f"{theme} ({sizes[theme]})" for theme in order if theme in sizes]
    if not counted:
        return []
    return [
        Paragraph(
            f"What several comments are about: {', '.join(counted)}. A comment about more than one theme stands"
            " under the first of them, with the others in brackets after it."
        )
    ]


def _listed(comments: Sequence[ShownComment], under: str | None = None) -> Bullets:
    """Comments as they are printed, each with its other themes behind it."""
    texts = []
    for one in comments:
        others = [theme for theme in one.themes if theme != under]
        also = f" (also: {', '.join(others)})" if others and under is not None else ""
        texts.append(f"“{' '.join(one.text.split())}”{also}")
    return Bullets(tuple(texts))
