"""check, list and show: what an instrument is, and whether its definition holds."""

import json
from collections.abc import Iterable
from textwrap import indent

import click

from engine.authoring.linter import lint_folder
from engine.commands.speaking import note, tell, tell_refusals
from engine.instrument.model import Instrument, Item
from engine.loading import catalog
from engine.loading.examples import failing_examples
from engine.problems import Problem, Refused


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@tell_refusals
def check(folders: tuple[str, ...]) -> None:
    """Check definitions: every problem at once, with its line and what to do.

    FOLDER holds an instrument.yaml; an id of a shipped instrument will do as well. The examples beside the
    definition are scored and compared with what their author worked out by hand. Advice, marked so, is about
    wording (in English) and short subscales; it keeps nothing from being used.

    \b
    Examples:
      barograph check my-instrument/
      barograph check instruments/*/*/
    """
    failed: list[Problem] = []
    for folder in folders:
        try:
            definition = catalog.definition(catalog.folder(folder))
        except Refused as refused:
            failed += [problem for problem in refused.problems if problem.refuses]
            _advise(problem for problem in refused.problems if not problem.refuses)
            continue
        problems = failing_examples(definition.instrument, definition.examples)
        failed += problems
        _advise((*definition.advice, *lint_folder(definition)))
        if not problems:
            count = f"{len(definition.examples)} examples hold" if definition.examples else "no examples yet"
            click.echo(f"{folder}: {_summary(definition.instrument)}, {count}: no problems")
    if failed:
        tell(tuple(failed))
        raise click.exceptions.Exit(1)


def _advise(advice: Iterable[Problem]) -> None:
    for piece in advice:
        note(f"{piece} (advice, no problem)")


@click.command(name="list")
def list_() -> None:
    """List the instruments that come with Barograph.

    \b
    Examples:
      barograph list
      barograph show collective-leadership
    """
    entries = catalog.list_instruments()
    width = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        if entry.problems:
            note(f"{entry.id} {entry.version} has problems: run `barograph check {entry.id}`")
            continue
        languages = ", ".join(entry.languages)
        minutes = f"{entry.minutes} min" if entry.minutes else "-"
        click.echo(
            f"{entry.id:<{width}}  {entry.version:<7} {entry.items:>3} items  {minutes:>6}  "
            f"{entry.audience:<16} {languages:<8} {entry.title}"
        )
    if not entries:
        note("There is no instrument here. Write one: see instruments/README.md.")


@click.command()
@click.argument("instrument")
@click.option("--form", help="Show the items of one form only, such as short or pulse.")
@click.option("--json", "as_json", is_flag=True, help="Print the definition as JSON.")
@tell_refusals
def show(instrument: str, form: str | None, as_json: bool) -> None:
    """Show an instrument: its items, how they are keyed, its subscales and forms.

    INSTRUMENT is an id (see `barograph list`), an id@version, or a folder that holds an instrument.yaml.

    \b
    Examples:
      barograph show collective-leadership
      barograph show educator-efficacy --form own
      barograph show my-instrument/ --json
    """
    found = catalog.find(instrument)
    if form is not None and form not in found.form_by_id:
        known = ", ".join(found.form_by_id)
        raise Refused(
            [Problem("no_form", instrument, f"there is no form {form!r}", f"the forms are {known}")]
        )
    if as_json:
        from engine.instrument.canonical import canonical_text

        document = json.loads(canonical_text(found))["instrument"]
        if not found.display_text:
            document["items"] = [item | {"text": item["id"]} for item in document["items"]]
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    _describe(found, form)


def _summary(instrument: Instrument) -> str:
    counts = [
        f"{len(instrument.items)} items",
        f"{len(instrument.subscales)} subscales",
        f"{len(instrument.forms)} forms",
    ]
    return f"{instrument.name}: {', '.join(counts)}"


def _describe(instrument: Instrument, form: str | None) -> None:
    click.echo(f"{instrument.title}\n{_summary(instrument)}")
    click.echo(f"Audience: {instrument.audience.value}. Privacy: {instrument.privacy.value}.")
    click.echo(f"Licence: {instrument.licence}")
    if instrument.citation:
        click.echo(f"Cite: {instrument.citation.strip()}")
    if instrument.not_for:
        click.echo(f"Not for: {', '.join(instrument.not_for)}")
    if instrument.research_only:
        click.echo("For research only: it stands in no list of what a network asks its schools.")
    if instrument.consent:
        click.echo(f"\nBefore people begin they read\n{indent(instrument.consent, '  ')}")
    if instrument.notice:
        click.echo(f"\nA letter to families, for the school to fill in\n{indent(instrument.notice, '  ')}")
    shown = set(instrument.form(form).items) if form else {item.id for item in instrument.items}
    owner = {item: subscale.id for subscale in instrument.subscales for item in subscale.items}
    click.echo("\nItems (R: reverse-keyed)")
    for item in instrument.items:
        if item.id in shown:
            key = "R" if item.reverse else " "
            text = instrument.display(item)
            click.echo(f"  {item.id:<10} {key} {owner.get(item.id, '-'):<16} {_answers(item):<14} {text}")
    click.echo("\nSubscales")
    for subscale in instrument.subscales:
        rule = subscale.score
        click.echo(
            f"  {subscale.id:<16} {rule.method} of {len(subscale.items)} items, at least "
            f"{rule.minimum_answered} answered: {subscale.label}"
        )
    click.echo("\nForms")
    for entry in instrument.forms:
        click.echo(f"  {entry.id:<16} {len(entry.items):>3} items on {len(entry.pages)} pages")


def _answers(item: Item) -> str:
    if item.kind.scored:
        return f"{item.low:g}-{item.high:g}" + (f" +{len(item.non_answers)}" if item.non_answers else "")
    return item.kind.name.replace("_", " ")
