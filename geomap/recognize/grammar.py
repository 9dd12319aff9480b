"""A grammar is what the gazetteer recogniser knows of a language: its small words, prefixes and endings.

Grammars are read from the tables in ``languages``; a language without a table has an empty grammar, so that
names are still found in it, as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from geomap.names import fold
from geomap.recognize.scripts import CASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The tables of a language. Words are look-up keys (`fold`), endings and prefixes are letters as written.

    ``names`` has waters and regions, ``demonyms`` the words for people and things of a country: both give
    the English name under which the gazetteer has them, ``names`` also how many of its first words are no
    part of the mention ("río" in "río Napo"). A name in ``not_before`` is none before those letters.
    ``openings`` and ``closings`` hold the first letters (`start_of`) of words that begin or end a name of several
    words although they are written small.
    """

    code: str
    name: str
    script: str
    stops: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    cues_after: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    cue_prefixes: frozenset[str] = frozenset()
    cue_endings: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    endings_stay_out: bool = False
    nouns_are_capital: bool = False
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    demonyms: dict[str, str] = field(default_factory=dict)
    not_before: dict[str, str] = field(default_factory=dict)
    openings: frozenset[str] = frozenset()
    closings: frozenset[str] = frozenset()

    @property
    def is_cased(self) -> bool:
        return self.script in CASED


def start_of(word: str) -> str:
    """The letters of a word that no ending changes: the first three of its key."""
    return fold(word)[:3]


def _folder() -> Path:
    return Path(str(files("geomap.recognize").joinpath("languages")))


class Profile(NamedTuple):
    """What tells a language from others: its script, letters of its own, its small words."""

    code: str
    name: str
    script: str
    letters: str
    small_words: frozenset[str]


@cache
def profiles() -> dict[str, Profile]:
    """The profile of each language that has a table, by its ISO 639 code."""
    _, *rows = (_folder() / "languages.tsv").read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows)
    return {code: Profile(code, *about, frozenset(words.split())) for code, *about, words in cells}


@cache
def grammar(code: str, script: str = "latin") -> Grammar:
    """The grammar of a language; an empty one, of the given script, where there is no table."""
    profile = profiles().get(code)
    if profile is None:
        return Grammar(code=code, name=code or script, script=script)
    import tomllib

    table = tomllib.loads((_folder() / f"{code}.toml").read_text(encoding="utf-8"))

    def keys(name: str) -> frozenset[str]:
        return frozenset(map(fold, table.get(name, "").split()))

    # "Porto" is a town in Portuguese, "porto" a word; where nothing is capital the word wins.
    words = frozenset(map(fold, profile.small_words))
    if profile.script not in CASED:
        words |= keys("cues") | keys("cues_after")
    many = [key.split(" ") for key in _names(code) if " " in key]
    return Grammar(
        code=code,
        name=profile.name,
        script=profile.script,
        stops=keys("stops") | words,
        given=keys("given"),
        cues=keys("cues"),
        cues_after=keys("cues_after"),
        inside=keys("inside"),
        # Longest first: "وال" before "و".
        prefixes=tuple(sorted(table.get("prefixes", "").split(), key=len, reverse=True)),
        cue_endings=frozenset(table.get("cue_endings", "").split()),
        cue_prefixes=frozenset(table.get("cue_prefixes", "").split()),
        elided=keys("prefixes_elided"),
        endings=tuple(_endings(table.get("endings", ""))),
        endings_stay_out=table.get("endings_stay_out", False),
        nouns_are_capital=table.get("nouns_are_capital", False),
        names=_names(code),
        demonyms=dict(_demonyms(table)),
        not_before={fold(name): letters for name, letters in table.get("not_before", {}).items()},
        openings=frozenset(start_of(words[0]) for words in many),
        closings=frozenset(start_of(words[-1]) for words in many) | frozenset(map(start_of, keys("cues_after"))),
    )


def _endings(text: str) -> list[tuple[str, str]]:
    pairs = [pair.partition("=") for pair in text.split()]
    return [(ending, replacement) for ending, _, replacement in pairs]


def _demonyms(table: dict) -> list[tuple[str, str]]:
    endings = [ending.removeprefix("-") for ending in table.get("demonym_endings", "-").split()]
    found = []
    for english, words in table.get("demonyms", {}).items():
        for word in words.split():
            forms = [word[1:]] if word[0] == "=" else [word + ending for ending in endings]
            found += [(fold(form), english) for form in forms]
    return found


@cache
def _columns() -> dict[str, dict[str, tuple[str, int]]]:
    """The table of waters and regions: for each language its names' keys with the English name."""
    head, *rows = (_folder() / "names.tsv").read_text(encoding="utf-8").splitlines()
    languages = head.split("\t")[1:]
    columns: dict[str, dict[str, tuple[str, int]]] = {language: {} for language in languages}
    for row in rows:
        english, *cells = row.split("\t")
        for language, cell in zip(languages, cells, strict=True):
            for name in filter(None, cell.split("|")):
                skipped = int(name.startswith("("))
                columns[language].setdefault(fold(name), (english, skipped))
    return columns


def _names(code: str) -> dict[str, tuple[str, int]]:
    return _columns().get(code, {})
