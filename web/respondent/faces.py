"""The faces beside the words of a scale for young readers: one drawing, whose mouth bends with the point."""

from typing import Final

CORNER: Final = 30.0  # where the mouth ends when it is straight, in a picture of 48 by 48
BEND: Final = 7.0  # how far the middle of a smile lies below that


def mouth_of(place: float) -> str:
    """The path of a mouth: 0 at the sad end of a scale, 1 at the glad one, 0.5 straight.

    The bend leaves its middle where it is, so that only the corners tell one face from the next.
    """
    bend = BEND * (2 * place - 1)
    corner = CORNER - bend / 2
    return f"M14 {corner:.1f}Q24 {corner + 2 * bend:.1f} 34 {corner:.1f}"
