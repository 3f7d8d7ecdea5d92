"""The second file of `validate`: the same people asked again, and an outside sign of who improved between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.commands.person_columns import rescaled_scores
from engine.exchange.response_csv import ResponseFile
from engine.instrument.model import Form
from engine.problems import Problem, Refused, did_you_mean, listed
from engine.validation.retest import Administration, Anchor, RetestData

YES: Final = frozenset({"1", "1.0", "yes", "true", "improved"})
NO: Final = frozenset({"0", "0.0", "no", "false", "stable"})


@dataclass(frozen=True, slots=True)
class SecondTime:
    """What the options say of it: the column of ids, how many days lie between, and the anchor as it was typed."""

    id: str | None
    days: int | None
    anchor: str | None

    @property
    def anchor_column(self) -> str | None:
        """COLUMN of COLUMN=WORD."""
        return None if self.anchor is None else self.anchor.partition("=")[0]

    def refuse_alone(self) -> None:
        """Raise `Refused` where something is said of a second time that there is none of."""
        if self.days is not None:
            cause = "days lie between two times, and there is one"
            raise Refused([Problem("no_column", "--apart", cause, "add --retest FILE and --id COLUMN")])
        if self.anchor is not None:
            cause = "an anchor says who improved between two times, and there is one"
            raise Refused([Problem("no_column", "--anchor", cause, "add --retest FILE and --id COLUMN")])

    def read(
        self, first: ResponseFile, form: Form | None, second: Callable[[Sequence[str]], ResponseFile]
    ) -> RetestData:
        """Both administrations; `second` reads the other file with columns kept. Raises `Refused`."""
        if self.id is None:
            cause = "nothing says which row of the one file is which person of the other"
            remedy = "add --id COLUMN, a column that both files have"
            raise Refused([Problem("no_column", "--retest", cause, remedy)])
        if self.anchor is not None and not self.anchor_column:
            cause = f"{self.anchor!r} names no column"
            remedy = "write --anchor COLUMN, or COLUMN=WORD with the word for improved"
            raise Refused([Problem("no_column", "--anchor", cause, remedy)])
        keep = [self.id, *([self.anchor_column] if self.anchor_column else [])]
        again = second(keep)
        return RetestData(
            _administration(first, self.id, form),
            _administration(again, self.id, form),
            self.days,
            None if self.anchor is None else anchor_in(again, self.anchor),
        )


def _administration(read: ResponseFile, id_column: str, form: Form | None) -> Administration:
    ids: Sequence[str | None] = [text or None for text in read.labels[id_column]]
    return Administration(
        read.name, read.digest, ids, rescaled_scores(read, form), read.simulated, read.codes
    )


def anchor_in(read: ResponseFile, anchor: str) -> Anchor:
    """Who improved, by a kept column: COLUMN=WORD of those with this word; COLUMN alone of 1, yes, true, improved.

    Raises `Refused` for a word that nobody has, for other words where none is named, and where all are alike.
    """
    name, named, word = anchor.partition("=")
    texts = read.labels[name]
    known = list(dict.fromkeys(text for text in texts if text))
    if named:
        if word not in known:
            remedy = did_you_mean(word, known) or f"the column holds {listed(known) or 'nothing'}"
            raise Refused([Problem("anchor", "--anchor", f"nobody has {word!r} in column {name!r}", remedy)])
        improved = {text: float(text == word) for text in known}
    else:
        other = [text for text in known if text.casefold() not in YES | NO]
        if other:
            place = f"{read.name}, row {read.numbers[texts.index(other[0])]}, column {name}"
            cause = f"{other[0][:40]!r} does not say whether somebody improved"
            remedy = f"write 1 and 0, or say which of {listed(known)} means it: --anchor {name}=WORD"
            raise Refused([Problem("anchor", place, cause, remedy)])
        improved = {text: float(text.casefold() in YES) for text in known}
    if len(set(improved.values())) < 2:
        cause = f"by column {name!r} {'everybody' if 1.0 in improved.values() else 'nobody'} improved"
        remedy = "an anchor sets those who improved against others; check the column"
        raise Refused([Problem("anchor", "--anchor", cause, remedy)])
    values = np.array([improved.get(text, np.nan) for text in texts], dtype=np.float64)
    return Anchor(name, word if named else "", values)
