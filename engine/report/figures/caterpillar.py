"""Many groups side by side with their intervals, lowest first: how precisely each group's mean is known."""

from engine.report.document import CaterpillarFigure, Whisker
from engine.report.figures.canvas import Colours, Scale, frame, is_narrow, level_axis, line, scale, text

TOP, LEFT = 34, 40


def draw(figure: CaterpillarFigure, id: str, width: int, colours: Colours) -> str:
    tall = 260 if is_narrow(width) else 320
    y = scale(figure.axis, TOP + tall, TOP)
    step = (width - LEFT - 8) / len(figure.whiskers)
    parts = level_axis(figure.axis, y, LEFT, width, colours)
    mark = y(figure.mark.place)
    parts.append(line(LEFT, mark, width, mark, colours.ink_2, width=1.5, dash="6 4"))
    for number, whisker in enumerate(figure.whiskers):
        parts += _whisker(whisker, round(LEFT + 4 + step * (number + 0.5), 1), step, y, colours)
    parts += [
        line(LEFT, 12, LEFT + 28, 12, colours.ink_2, width=1.5, dash="6 4"),
        text(LEFT + 36, 16.5, figure.mark.label, colours.ink_2, size=13),
        text((LEFT + width) / 2, TOP + tall + 26, figure.across, colours.ink_2, size=13, anchor="middle"),
    ]
    return frame(figure, id, width, TOP + tall + 40, parts)


def _whisker(whisker: Whisker, x: float, step: float, y: Scale, colours: Colours) -> list[str]:
    """Filled where the interval leaves out the mark, hollow where it does not."""
    radius = min(5.0, max(1.2, step * 0.32))
    stroke = min(2.5, max(0.6, step * 0.25))
    fill = colours.accent if whisker.apart else colours.paper
    return [
        line(x, y(whisker.low), x, y(whisker.high), colours.accent, width=round(stroke, 1)),
        f'<circle cx="{x:g}" cy="{y(whisker.value):g}" r="{radius:.1f}" fill="{fill}" stroke="{colours.accent}" '
        f'stroke-width="{stroke:.1f}"/>',
    ]
