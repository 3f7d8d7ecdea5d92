"""What axe does not look at: letters of figures, heights of targets, outlines of controls, the mark of the focus."""

from typing import Any, Final

from playwright.sync_api import Page

LEAST_LETTER, LEAST_TARGET, LEAST_CONTRAST = 12, 24, 3  # CSS pixels; WCAG 2.5.8; WCAG 1.4.11
CONTRAST: Final = """
const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
const opaque = (colour) => (channels(colour)[3] ?? 1) > 0;
const luminance = (colour) => channels(colour).slice(0, 3).map((one) => one / 255)
  .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
  .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (opaque(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
};
const seen = (selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}));
"""
LETTERS: Final = """() => seen("svg text").map((one) =>
  [`“${one.textContent}”`, parseFloat(getComputedStyle(one).fontSize) * Math.hypot(one.getScreenCTM().c,
    one.getScreenCTM().d)])"""
TARGETS: Final = """() => seen("a[href], button, summary, input, select, textarea").map((one) => {
  const boxes = [...(one.matches("[type=radio], [type=checkbox]") ? one.closest("label") : one).getClientRects()];
  return [`${one.localName} “${one.textContent.trim()}”`, Math.min(...boxes.map((box) => box.height))];
})"""
OUTLINES: Final = """() => seen("input, select, textarea, button, .button, .option, .chip, progress, nav li > a")
  .filter((one) => !one.matches("[type=radio], [type=checkbox]"))
  .map((one) => [one, getComputedStyle(one), ground(one.parentElement)])
  .filter(([, style]) => parseFloat(style.borderTopWidth) > 0 && opaque(style.borderTopColor))
  .map(([one, style, behind]) => [`${one.localName} “${one.textContent.trim()}”`,
    Math.max(contrast(style.borderTopColor, behind), contrast(ground(one), behind))])"""
FOCUS: Final = """() => {
  const marked = (one) => one && getComputedStyle(one).outlineStyle !== "none" ? one : null;
  const focused = document.activeElement, mark = marked(focused) ?? marked(focused.closest("label"));
  const width = mark ? parseFloat(getComputedStyle(mark).outlineWidth) : 0;
  return [`${focused.localName} ${focused.type ?? ""} “${focused.textContent.trim()}”`,
    width < 2 ? 0 : contrast(getComputedStyle(mark).outlineColor, ground(mark.parentElement ?? mark))];
}"""


def small_or_faint(page: Page) -> list[str]:
    """Letters of figures under 12 px, targets under 24 px, and controls whose outline is paler than 3 to 1."""
    looks = (
        ("letters", LETTERS, LEAST_LETTER),
        ("target", TARGETS, LEAST_TARGET),
        ("outline", OUTLINES, LEAST_CONTRAST),
    )
    return [
        f"{name} of {words}: {size:.1f}, not {least}"
        for name, script, least in looks
        for words, size in _evaluated(page, script)
        if size < least - 0.05
    ]


def faint_focus(page: Page, *, stops: int) -> list[str]:
    """Where Tab leads without a mark that is seen."""
    found = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        words, size = _evaluated(page, FOCUS)
        if size < LEAST_CONTRAST and not words.startswith("body"):
            found.append(f"focus on {words}: {size:.1f}")
    return found


def _evaluated(page: Page, script: str) -> Any:
    return page.evaluate(f"(() => {{ {CONTRAST} return ({script})(); }})()")
