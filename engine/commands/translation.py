"""translation: what translations lack, a sheet to send to translators, and the sheet read back."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from engine.authoring.translation_sheet import MOST_BYTES, SheetText, as_csv, as_xlsx, read_sheet
from engine.authoring.translation_texts import (
    FOR_CHILDREN,
    MAPS,
    OURS,
    Standing,
    catalogues,
    construct_texts,
    instrument_texts,
    map_standings,
    own_standings,
    own_texts,
    standing,
    translation_yaml,
    young_texts,
)
from engine.commands.speaking import file_to_write, note, tell_refusals
from engine.language import own_name
from engine.loading import catalog
from engine.loading.folder import construct_map
from engine.loading.places import instruments_folder
from engine.printed import counted
from engine.problems import Problem, Refused, listed

SHEETS: Final = {".csv": as_csv, ".xlsx": as_xlsx}
SHOWN: Final = 6  # ids of what is missing


@click.group()
def translation() -> None:
    """See what translations lack, send out a sheet for translators, and read it back.

    \b
    Examples:
      barograph translation status
      barograph translation sheet my-instrument/ es -o to-translate.xlsx
      barograph translation read translated.xlsx my-instrument/ es -o my-instrument/es.yaml
    """


@translation.command()
@click.argument("instruments", nargs=-1, metavar="[INSTRUMENT...]")
@click.option("--language", metavar="TAG", help="Only this language, such as es.")
@tell_refusals
def status(instruments: tuple[str, ...], language: str | None) -> None:
    """Say how far each translation is, what it lacks, and whether a speaker has read it.

    Without INSTRUMENT of all that come with Barograph, and of Barograph's own sentences.

    \b
    Examples:
      barograph translation status
      barograph translation status collective-leadership --language es
      barograph translation status my-instrument/
    """
    found: list[Standing] = []
    maps: dict[str, Standing] = {}
    for name in instruments or [entry.id for entry in catalog.list_instruments() if not entry.problems]:
        definition = catalog.definition(catalog.folder(name))
        found += [standing(definition.instrument, one) for one in definition.translations.values()]
        if constructs := definition.instrument.construct_map:
            maps |= {f"{one.name} {one.language}": one for one in map_standings(constructs)}
    found += maps.values()
    if not instruments:
        found += own_standings()
    asked = [one for one in found if language in (None, one.language)]
    width = max((len(one.name) for one in asked), default=0)
    for one in asked:
        click.echo(_line(one, width))
    if not asked:
        note("There is no such translation. Begin one: barograph translation sheet --help")


@translation.command()
@click.argument("instrument")
@click.argument("language")
@click.option("-o", "--output", required=True, metavar="FILE", help="sheet.xlsx or sheet.csv.")
@tell_refusals
def sheet(instrument: str, language: str, output: str) -> None:
    """Write a sheet for translators: a row a text, with what is translated already.

    INSTRUMENT is an id or a folder, the word barograph for Barograph's own sentences, or a construct map: its file, or
    constructs/NAME for one that comes with Barograph; barograph-young are the sentences that may be said otherwise to
    children. LANGUAGE is a tag such as es, ht or pt-BR. Only the column
    `translation` is to be filled in; a note may stand beside it.

    \b
    Examples:
      barograph translation sheet collective-leadership ht -o to-translate.xlsx
      barograph translation sheet barograph ht -o sentences.csv
      barograph translation sheet barograph-young es -o to-children.xlsx
      barograph translation sheet constructs/system-conditions ht -o constructs.csv
    """
    texts = _texts(instrument, language)
    target, write = file_to_write(output), SHEETS.get(Path(output).suffix.lower())
    if target is None or write is None:
        cause = "the name of the file does not say what it is to be"
        raise Refused([Problem("not_a_file", output, cause, f"let it end in {listed(SHEETS)}")])
    target.write_bytes(write(texts))
    left = sum(text.needs_words and not text.translation and not text.optional for text in texts)
    note(
        f"{counted(len(texts), 'text')} written to {target}, {left} to be translated into {own_name(language)}."
    )


@translation.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("instrument")
@click.argument("language")
@click.option(
    "-o", "--output", required=True, metavar="PLACE", help="es.yaml, or a folder for barograph's sentences."
)
@click.option("--partial", is_flag=True, help="Leave what is empty in the source language.")
@tell_refusals
def read(file: Path, instrument: str, language: str, output: str, partial: bool) -> None:
    """Read a translators' sheet, and write the translation that it holds.

    Everything that is wrong is said at once, row by row, and then nothing is written: changed or doubled ids, empty
    cells, blanks in braces that were lost, a scale of which only some points are translated, a source that has
    changed meanwhile. What is written says `reviewed: false` until a second speaker has read it.

    \b
    Examples:
      barograph translation read translated.xlsx my-instrument/ es -o my-instrument/es.yaml
      barograph translation read sentences.csv barograph ht -o languages/ht
    """
    if file.stat().st_size > MOST_BYTES:
        cause = f"the sheet is larger than {MOST_BYTES // 1_000_000} MB"
        raise Refused([Problem("file_too_large", str(file), cause, "send only the sheet, without pictures")])
    said = read_sheet(file.read_bytes(), file.name, _texts(instrument, language), partial=partial)
    if instrument in (OURS, FOR_CHILDREN):
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        for part, text in catalogues(said).items():
            (folder / f"{part}.toml").write_text(text, encoding="utf-8")
    else:
        Path(output).write_text(translation_yaml(language, said), encoding="utf-8")
    note(
        f"{counted(len(said), 'text')} in {own_name(language)} written to {output}, as a draft (reviewed: false)."
    )


def _texts(instrument: str, language: str) -> list[SheetText]:
    if instrument == OURS:
        return own_texts(language)
    if instrument == FOR_CHILDREN:
        return young_texts(language)
    if instrument.startswith(MAPS) or instrument.endswith(".yaml"):
        here, shipped = Path(instrument), instruments_folder() / f"{instrument}.yaml"
        constructs = construct_map(here if here.is_file() else shipped)
        return construct_texts(constructs, constructs.translation(language))
    definition = catalog.definition(catalog.folder(instrument))
    if not definition.instrument.display_text:
        cause = "the texts of this instrument belong to others"
        raise Refused([Problem("texts_of_others", instrument, cause, "ask their authors for a translation")])
    return instrument_texts(definition.instrument, definition.translations.get(language))


def _line(one: Standing, width: int) -> str:
    done = one.texts - len(one.missing)
    draft = "read by a speaker" if one.reviewed else "draft, not reviewed by a speaker"
    return f"{one.name:<{width}}  {one.language:<6} {done:>4} of {one.texts} texts  {draft}{_lacking(one.missing)}"


def _lacking(missing: Iterable[str]) -> str:
    ids = list(missing)
    return f"\n    lacks {listed(ids, SHOWN)}" if ids else ""
