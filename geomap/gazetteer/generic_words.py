"""A generic word says what kind of place a name is of: "province", "Lake", "wilaya de", "dağı".

The words stand in ``generic_words.tsv``, which is shipped beside the artefacts: before or after a name, with the
feature codes that they point to. ``known`` says where a word counts even for a name that the gazetteer has as
written; all others, such as "tell" and "umm", are as often part of the name itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geomap.errors import GazetteerNotFound
from geomap.gazetteer import artefact
from geomap.names import fold

FILE = "generic_words.tsv"
#: Words between a generic word and a name: "wilaya de Tlemcen", "Republic of the Congo".
_CONNECTING = frozenset("of the de du des del della dell di da do dos das d la le las los el".split())
#: How names of a kind are most often written: "Jebel Sinjar" is looked up as "Sinjar mountains" as well.
_USUAL = {
    "MT": ("mt {}", "jabal {}"), "MTS": ("{} mountains", "jabal {}"), "LK": ("lake {}", "{} lake"),
    "STM": ("{} river",), "ISL": ("{} island", "isla {}"), "ISLS": ("{} islands",), "BAY": ("{} bay",),
    "GULF": ("gulf of {}",), "SEA": ("{} sea",), "STRT": ("strait of {}",), "DSRT": ("{} desert",),
}  # fmt: skip
#: The longest are "special administrative region" and "islamic republic of".
MOST_WORDS = 3


class GenericWords(NamedTuple):
    """The beginnings of feature codes by folded word, and by word as written where known names count."""

    after: dict[str, tuple[str, ...]]
    before: dict[str, tuple[str, ...]]
    known_after: dict[str, tuple[str, ...]]
    known_before: dict[str, tuple[str, ...]]


@cache
def generic_words() -> GenericWords:
    """The table; GazetteerNotFound where the installation lacks it."""
    folder = artefact.folder()
    paths = (folder / FILE, folder.parent / "tables" / FILE)
    path = next((path for path in paths if path.exists()), None)
    if path is None:
        raise GazetteerNotFound(f"no {FILE} beside {folder}: install geomap from its wheel or checkout")
    table = GenericWords({}, {}, {}, {})
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            word, codes = row["word"], tuple(row["feature_codes"].split("|"))
            for position, folded, known in (
                ("after", table.after, table.known_after),
                ("before", table.before, table.known_before),
            ):
                if row["position"] in (position, "both"):
                    _add(folded, as_in_a_name(word), codes)
                if row["known"] in (position, "both"):
                    _add(known, word, codes)
                    _add(known, as_in_a_name(word), codes)
    return table


def as_in_a_name(word: str) -> str:
    """A generic word folded as part of a longer name, where "mount" becomes "mt"."""
    return fold(f"{word} x").removesuffix(" x")


def without_generic_words(words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A folded name's words without generic ones, with what these point to; the longest come off first."""
    table = generic_words()
    most = min(MOST_WORDS, len(words) - 1)
    for count in range(most, 0, -1):
        codes = table.after.get(" ".join(words[-count:]))
        if codes:
            yield " ".join(words[:-count]), codes
            break
    for count in range(most, 0, -1):
        codes = table.before.get(" ".join(words[:count]))
        if codes:
            rest = words[count:]
            yield " ".join(rest), codes
            while len(rest) > 1 and rest[0] in _CONNECTING:
                rest = rest[1:]
                yield " ".join(rest), codes
            break


def usually(name: str, codes: tuple[str, ...]) -> Iterator[str]:
    """A folded name without generic words as places of these codes are most often called.

    >>> list(usually("sinjar", ("MT", "MTS")))
    ['mt sinjar', 'jabal sinjar', 'sinjar mountains']
    """
    yield from dict.fromkeys(form.format(name) for code in codes for form in _USUAL.get(code, ()))


def _add(table: dict[str, tuple[str, ...]], word: str, codes: tuple[str, ...]) -> None:
    table[word] = tuple(dict.fromkeys((*table.get(word, ()), *codes)))
