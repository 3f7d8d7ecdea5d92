"""convert: a survey of another tool as a draft instrument, with a report of what was lost and what was decided."""

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from engine.commands.speaking import note
from engine.exchange.foreign.building.naming import is_language
from engine.exchange.foreign.building.wishes import NEEDED, Wishes
from engine.exchange.foreign.convert import Conversion, convert
from engine.exchange.foreign.losses import DECISIONS, STATEMENTS, SourceRemark, counts
from engine.exchange.foreign.report_json import report_json
from engine.exchange.foreign.table import FORMATS
from engine.exchange.foreign.wording import language_tag
from engine.loading.format.instrument import AudienceWord, PrivacyWord
from engine.printed import several
from engine.problems import Refused, did_you_mean

R = TypeVar("R")

MOST_TOLD: Final = 12  # remarks on the terminal; the files have all
UNREADABLE: Final = 2  # the exit status


def _words(literal: Any) -> list[str]:
    return list(literal.__args__)


def _grades(context: click.Context, option: click.Parameter, typed: str | None) -> tuple[int, int] | None:
    """The lowest and the highest grade, as 6-12."""
    if typed is None:
        return None
    low, _, high = typed.replace("\N{EN DASH}", "-").partition("-")
    if not (low.strip().isdigit() and high.strip().isdigit()):
        raise click.BadParameter(f"{typed!r} are no grades; write the lowest and the highest, as 6-12")
    return int(low), int(high)


def _language(context: click.Context, option: click.Parameter, typed: str | None) -> str | None:
    """A tag, or a language's name that is known."""
    if typed is None:
        return None
    found = language_tag(typed)
    if not is_language(found):
        raise click.BadParameter(f"{typed!r} is no language tag; write one such as en, es, pt-BR or zh-Hant")
    return found


def _undo(context: click.Context, option: click.Parameter, typed: tuple[str, ...]) -> frozenset[str]:
    """Sorts of decisions, alone or at an item."""
    for one in typed:
        code = one.partition(":")[0]
        if code in STATEMENTS:
            raise click.BadParameter(f"{code} can't be undone: {STATEMENTS[code][1].replace('`', '')}")
        if code not in DECISIONS:
            raise click.BadParameter(
                f"there is no decision {code!r}. {did_you_mean(code, DECISIONS)}".strip()
            )
        if code == "id_changed" and not one.partition("=")[2]:
            raise click.BadParameter("say the id that you want, as id_changed:nps-score=nps")
    return frozenset(typed)


folder_option = click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Where the draft is written; a new folder, or an empty one.",
)


def said_options(command: Callable[..., R]) -> Callable[..., R]:
    """The options by which is said what no file carries."""

    @click.option("--id", "id", help="The instrument's id; else the source's, or the file's name.")
    @click.option("--title", help="The title; else the source's.")
    @click.option(
        "--language",
        metavar="TAG",
        callback=_language,
        help="The language of the texts, as en or pt-BR, where the source does not say it.",
    )
    @click.option("--licence", help="On what terms others may use it. Nobody else can say it.")
    @click.option("--audience", type=click.Choice(_words(AudienceWord)), help="Who answers.")
    @click.option("--privacy", type=click.Choice(_words(PrivacyWord)), help="What people are promised.")
    @click.option(
        "--minimum-group", type=click.IntRange(5, 1000), help="The fewest people of whom a result is shown."
    )
    @click.option(
        "--grades", callback=_grades, metavar="LOW-HIGH", help="Of students: the grades that are asked."
    )
    @click.option(
        "--undo",
        multiple=True,
        callback=_undo,
        metavar="DECISION[:WHERE]",
        help="A decision not to take, as the report names it, everywhere or at one item or place; may be "
        "repeated. An id is undone by the one that you want: id_changed:nps-score=nps.",
    )
    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> R:
        return command(*arguments, **options)

    return run


@click.command(name="convert")
@click.argument("file", type=click.Path(path_type=Path))
@folder_option
@click.option(
    "--format",
    "format",
    metavar="NAME",
    help=f"What FILE is, where its content leaves a doubt: {', '.join(FORMATS)}.",
)
@said_options
@click.option(
    "--losses",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.json",
    help="Write the report as JSON here too.",
)
def convert_(file: Path, folder: Path, format: str | None, losses: Path | None, **said: Any) -> None:
    """Bring a survey from another tool: a draft instrument, its translations, a column map, and what was lost.

    FILE is recognized by its content, whatever its name; ReproSchema's is a folder, or a zip of it. FOLDER gets
    instrument.yaml, a file for each further language, columns.yaml for the tool's own data files, and the report as
    losses.html, losses.txt and losses.json. Logic and scores come over where Barograph can say them; whatever can't be
    said is listed with its place, and a question whose rule is lost is shown to everyone. Ends with 0 where a draft was
    written, with 2 where FILE can't be read.

    \b
    Examples:
      barograph convert form.xlsx -o my-survey/
      barograph convert survey.lss -o my-survey/ --licence CC-BY-4.0 --audience staff \\
          --privacy anonymous --minimum-group 5
      barograph convert dictionary.csv -o my-survey/ --language en --undo highest_first
    """
    try:
        found = convert(file, Wishes(**said), format)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        raise click.exceptions.Exit(UNREADABLE) from None
    try:
        _write(found, folder, losses)
    except OSError as error:
        click.echo(
            f"{error.filename or folder}: {error.strerror}; check the path and its permissions", err=True
        )
        raise click.exceptions.Exit(UNREADABLE) from None
    _tell(found, folder)


def _write(found: Conversion, folder: Path, losses: Path | None) -> None:
    from engine.report.brought import brought_document
    from engine.report.media.to_html import html

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        click.echo(
            f"{folder}: it is there and not empty; name a new folder, so that nothing is overwritten",
            err=True,
        )
        raise click.exceptions.Exit(UNREADABLE)
    folder.mkdir(parents=True, exist_ok=True)
    report = json.dumps(report_json(found), indent=2, ensure_ascii=False) + "\n"
    texts = {**found.files, "losses.json": report, "losses.txt": _as_text(found)}
    texts["losses.html"] = html(brought_document(found))
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    if losses is not None:
        losses.write_text(report, encoding="utf-8")


def _as_text(found: Conversion) -> str:
    """The whole report in lines."""
    lines = [f"{found.title}: brought over from {found.source} ({found.format})", ""]
    for name, remarks in _sorts(found, "LOSSES", "DECISIONS", "STATEMENTS"):
        lines.append(f"{name} ({len(remarks)})")
        for remark in remarks:
            lines += [
                f"  {remark.code} at {remark.where}: {remark.what}",
                f"    {remark.why}; {remark.remedy}",
            ]
        lines.append("")
    changed = [f"  {old} -> {new}" for old, new in found.ids.items() if old != new]
    return "\n".join([*lines, f"IDS CHANGED ({len(changed)})", *changed]) + "\n"


def _sorts(found: Conversion, *names: str) -> Iterator[tuple[str, tuple[SourceRemark, ...]]]:
    return zip(names, (found.losses, found.decisions, found.statements), strict=True)


def _tell(found: Conversion, folder: Path) -> None:
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.questions.items())
    click.echo(f"{folder}: {found.title} ({FORMATS[found.format].label})")
    click.echo(f"  questions   {sum(found.questions.values())}: {kinds}")
    click.echo(f"  languages   {', '.join(found.languages) or 'not said'}")
    for name, remarks in _sorts(found, "lost", "decided", "told beside"):
        click.echo(
            f"  {name:<11} {', '.join(f'{number} {code}' for code, number in counts(remarks)) or 'nothing'}"
        )
    rules = [remark for remark in found.losses if remark.code in ("rule_lost", "rule_ahead", "rule_dead")]
    if rules:
        note(f"\nSHOWN TO EVERYONE, where the source has a rule ({several(len(rules), 'rule')}):")
        for remark in rules[:MOST_TOLD]:
            note(f"  {remark.where}: {remark.what}\n    {remark.why}")
        if len(rules) > MOST_TOLD:
            note(f"  ... and {len(rules) - MOST_TOLD} more in losses.html")
    for word in found.idle:
        note(f"\n--undo {word} undid nothing: no such decision was taken, or its new id can't be taken")
    if found.missing:
        note("\nStill to be said; no foreign file says it, and nobody should invent it:")
        for key in found.missing:
            note(f"  {NEEDED[key]}")
    note(f"\nRead {folder / 'losses.html'}, then run: barograph check {folder}")
