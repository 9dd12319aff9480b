"""The name table knows who bears each name: as written, or without generic words and articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from geomap.gazetteer.bearer import Bearer
from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.gazetteer.variants import Variant, has_generic_word, namesakes, variants
from geomap.model import MatchKind
from geomap.names import fold, fold_many

#: Names asked for in one statement; SQLite takes 32,766 parameters, larger lists are no faster.
_BATCH = 400
# As plain numbers: the operators of flags take longer than the look-up.
_DEMONYM, _PRIMARY, EXACT_CASE = int(NameFlag.DEMONYM), int(NameFlag.PRIMARY), int(NameFlag.EXACT_CASE)
_NO_VARIANT = _DEMONYM | EXACT_CASE
_EXACT, _FOLDED, _ALTERNATE = MatchKind.EXACT, MatchKind.FOLDED, MatchKind.ALTERNATE


class NameTable:
    """The names of one gazetteer's file, asked for in batches."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def bearers(self, names: Iterable[str], *, limit: int = 20) -> dict[str, tuple[Bearer, ...]]:
        """The places that bear each name, by prominence, in one batched look-up; unknown names get ``()``.

        A name that the gazetteer does not have as written is tried without generic words and articles.
        """
        wanted = list(dict.fromkeys(names))
        new_bearer = Bearer._make  # the quickest way to make one
        keys = dict(zip(wanted, fold_many(wanted), strict=True))
        rows = self.rows(set(keys.values()), limit)
        result: dict[str, tuple[Bearer, ...]] = {}
        tried: dict[str, list[Variant]] = {}
        for name, key in keys.items():
            result[name] = found = tuple(
                [
                    new_bearer((*row[2:], _match(name, key, row), key))
                    for row in rows.get(key, ())
                    if not row[3] & EXACT_CASE or _case_agrees(name)
                ]
            )
            if not found:
                tried[name] = list(variants(name))
            elif " " in key and has_generic_word(key):
                tried[name] = [variant for variant in variants(name) if variant.codes]
        rows = self.rows({variant.key for found in tried.values() for variant in found}, limit)
        for name, others in tried.items():
            found = result[name]
            for variant in others:
                if found and not variant.codes:
                    continue
                have = {bearer.number for bearer in found}
                found += tuple(bearer for bearer in _by_variant(variant, rows) if bearer.number not in have)
            result[name] = found[:limit]
        self._add_namesakes(result, limit)
        return result

    def _add_namesakes(self, result: dict[str, tuple[Bearer, ...]], limit: int) -> None:
        """Give names without any bearer those of the longest known name that they begin with."""
        tried = {name: list(namesakes(name)) for name, found in result.items() if not found}
        rows = self.rows({variant.key for found in tried.values() for variant in found}, limit)
        for name, keys in tried.items():
            for variant in keys:
                result[name] = tuple(_by_variant(variant, rows))
                if result[name]:
                    break

    def features(self, keys: Iterable[str]) -> dict[str, NameFeatures]:
        """What is known of each folded key, in one batched look-up; unknown keys are absent."""
        from math import log10

        found = {}
        for batch in _batches(list(dict.fromkeys(keys))):
            marks = ",".join("?" * len(batch))
            query = f"SELECT key, joined, population, code FROM name WHERE rank = 0 AND key IN ({marks})"
            for key, joined, population, code in self._connection.execute(query, batch):
                found[key] = NameFeatures(NameFlag(joined), log10((population or 0) + 1), code)
        return found

    def rows(self, keys: Iterable[str], limit: int) -> dict[str, list[tuple]]:
        """The first ``limit`` rows of each folded key: key, rank, then the fields of `Bearer` up to prominence."""
        found: dict[str, list[tuple]] = {}
        for batch in _batches(list(keys)):
            marks = ",".join("?" * len(batch))
            query = (
                "SELECT key, rank, place, flags, label, code, country, admin1, admin2, population, latitude, longitude,"
                f" prominence FROM name WHERE key IN ({marks}) AND rank < ? ORDER BY key, rank"
            )
            # The rows of a key stand together.
            for key, rows in groupby(self._connection.execute(query, (*batch, limit)), itemgetter(0)):
                found[key] = list(rows)
        return found


def _by_variant(variant: Variant, rows: dict[str, list[tuple]]) -> Iterator[Bearer]:
    for row in rows.get(variant.key, ()):
        if row[3] & _NO_VARIANT:
            continue
        if not variant.codes or row[5][1:].startswith(variant.codes):
            yield Bearer(*row[2:], MatchKind.ALTERNATE, variant.key)


def _match(name: str, key: str, row: Sequence) -> MatchKind:
    if row[4] == name:
        return _EXACT
    # A demonym's row does not say whether it is the main name as well.
    main = fold(row[4]) == key if row[3] & _DEMONYM else row[3] & _PRIMARY
    return _FOLDED if main else _ALTERNATE


def _case_agrees(name: str) -> bool:
    """Abbreviations that are words in lower case ("us", "in", "me") count only with capitals."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and letters[0].isupper() and (len(letters) > 2 or letters[-1].isupper() or "." in name)


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
