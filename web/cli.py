"""The command `barograph`: work on files, and a server on this computer."""

import importlib
import os
from importlib.metadata import version
from typing import Final

import click

ROOT: Final = __name__.removesuffix(
    "web.cli"
)  # nothing in a checkout, `barograph.` where a wheel is installed

# Where each command lives, behind the root. They are imported when asked for, so that `--help` and small commands
# start at once.
COMMANDS: Final[dict[str, tuple[str, str, str]]] = {
    "new": ("engine.commands.new_definition", "new", "Write a first definition from a file of answers."),
    "check": ("engine.commands.definitions", "check", "Check definitions: every problem with its line."),
    "list": ("engine.commands.definitions", "list_", "List the instruments that come with Barograph."),
    "show": ("engine.commands.definitions", "show", "Show an instrument: items, keys, subscales, forms."),
    "codebook": ("engine.commands.codebook", "codebook", "Write what each column of a data file means."),
    "print": ("engine.commands.paper_form", "print_", "Write a form for paper, to fill in by hand."),
    "translation": ("engine.commands.translation", "translation", "See, send out and read translations."),
    "preview": ("web.commands.serving", "preview", "See a definition as a form while you edit it."),
    "columns": ("engine.commands.columns", "columns", "See which column of a file is which item."),
    "import": ("web.commands.keeping", "import_", "Bring a file of responses into a wave."),
    "score": ("engine.commands.responses", "score", "Score a file of responses."),
    "validate": ("engine.commands.study", "validate", "Study an instrument on a file of responses."),
    "model": (
        "engine.commands.model",
        "model",
        "Fit confirmatory models and growth curves to columns of numbers.",
    ),
    "orders": ("engine.commands.orders", "orders", "Write where each question stood in each random order."),
    "raters": ("engine.commands.raters", "raters", "How far raters agree: ICC, kappa, alpha, W."),
    "content": ("engine.commands.content", "content", "Content validity of items, from experts' ratings."),
    "export": ("web.commands.keeping", "export", "Write the responses of a closed wave to a file."),
    "convert": (
        "engine.commands.convert",
        "convert_",
        "Bring a survey from another tool, and see what was lost.",
    ),
    "export-definition": (
        "engine.commands.export_definition",
        "export_definition",
        "Write an instrument for another tool, and see what it can't say.",
    ),
    "simulate": ("engine.commands.responses", "simulate_", "Make up responses, to try things out."),
    "wave": ("web.commands.waves", "wave", "Make, open, watch and close waves."),
    "units": ("web.commands.units", "units", "Give classes and teams of a school links of their own."),
    "user": ("web.commands.people", "user", "Invite people, list them, help them in again."),
    "backup": ("web.commands.backups", "backup", "Write everything to a sealed file, while people answer."),
    "verify": ("web.commands.backups", "verify", "Read backups through, and say which must be deleted."),
    "restore": ("web.commands.backups", "restore", "Put a backup into an empty database."),
    "forget": (
        "web.commands.forgetting",
        "forget",
        "Delete single answers whose time is over; results stay.",
    ),
    "archive": ("web.commands.putting_away", "archive", "Take something out of the lists, or bring it back."),
    "delete": ("web.commands.putting_away", "delete", "Have something deleted on a day, undone until then."),
    "merge": ("web.commands.putting_away", "merge", "Make two schools one that are one, spelled twice."),
    "serve": ("web.commands.serving", "serve", "Run the web application on this computer."),
    "worker": ("web.commands.worker", "worker", "Do slow work beside the server."),
    "jobs": ("web.commands.worker", "jobs", "See slow work, and have it done again."),
    "demo": ("web.commands.serving", "demo", "Run it with a simulated network of 24 schools."),
}


# What people type who look for a statistic, and the command that has it.
FOUND_IN: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("icc", "irr", "kappa", "agreement", "interrater", "krippendorff", "raters-agreement"), "raters"
    ),
    **dict.fromkeys(("cfa", "sem", "lavaan", "growth", "fit", "confirmatory"), "model"),
    **dict.fromkeys(
        ("cvi", "i-cvi", "cvr", "aiken", "lawshe", "experts", "relevance", "content-validity"), "content"
    ),
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        _one_thread()
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(ROOT + module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from engine.problems import did_you_mean

            there = FOUND_IN.get(args[0].casefold())
            guess = f"That is in `barograph {there}`." if there else did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"{error.message} {guess}".strip(), ctx) from None


def _one_thread() -> None:
    """Products of matrices on one thread, unless the environment says otherwise; NumPy and SciPy look when they load.

    Ours are small: beside other work, threads that wait for each other take longer than the products.
    """
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("barograph"), prog_name="barograph")
def main() -> None:
    """Survey instruments with psychometrics: one definition drives the web form, the scores and the study.

    \b
    Begin here:
      barograph demo                                   a simulated network of schools, in your browser
      barograph list                                   the instruments that come with it
      barograph validate big-five-25 answers.csv       reliability and item statistics of your data
      barograph raters ratings.csv                     how far raters agree: ICC, kappa, alpha
      barograph preview my-instrument/                 write your own, and see it as you type
    """
