"""orders: where each question stood in each of the random orders of a form."""

import csv

import click

from engine.commands.responses import chosen_form, open_output
from engine.commands.speaking import file_to_write, note, tell_refusals
from engine.instrument.kinds import ORDER, ORDERS
from engine.loading import catalog
from engine.problems import Problem, Refused
from engine.responses.order import is_random, positions


@click.command()
@click.argument("instrument")
@click.option("--form", help="Which form; default: the one named full, or the first.")
@click.option("-o", "--output", default="-", help="Where to write the table; - is standard output.")
@tell_refusals
def orders(instrument: str, form: str | None, output: str) -> None:
    """Write where each question stood, for each number that the column _order of a file of responses may hold.

    A row is one of the 256 orders. A question A1 has two columns: A1_page, the page on which it stood, and A1_place,
    its place among all questions of the form, both from 1 on. A question that a rule hid keeps its place. Join the
    table with responses by _order; files of de-identified responses do not hold that column.

    \b
    Examples:
      barograph orders my-instrument/ -o orders.csv
      barograph orders my-instrument/ --form short
    """
    found = catalog.find(instrument)
    chosen = chosen_form(found, form)
    if not is_random(chosen):
        cause = f"everybody has the questions of form {chosen.id} in the same order"
        remedy = "name a form with `random_pages:`, or with a page that is `random:`"
        raise Refused([Problem("not_random", found.name, cause, remedy)])
    target = file_to_write(output)
    with open_output(target) as out:
        writer = csv.writer(out)
        writer.writerow([ORDER, *(f"{item}_{part}" for item in chosen.items for part in ("page", "place"))])
        for order in range(ORDERS):
            stood = positions(found, chosen.id, order)
            writer.writerow([order, *(number for item in chosen.items for number in stood[item])])
    note(f"{ORDERS} orders of form {chosen.id}{f' written to {target}' if target else ''}.")
