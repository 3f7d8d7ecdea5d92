"""The square that a phone's camera reads (a QR code), as a drawing."""


def square(text: str) -> str:
    """The square of a text as SVG, black on white with the quiet edge that cameras want around it."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))
