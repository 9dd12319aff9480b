"""Lines of GeoNames' main table become rows of the gazetteer, joined with what geomap itself knows of a place.

From GeoNames come position, kind, population and names; from geomap's own gazetteer come English names of
areas, demonyms, abbreviations, further names and bounds. Rows come out as they are read: nothing is kept
but one bit for each id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from math import log10
from pathlib import Path

from geomap.gazetteer.artefact import Row
from geomap.gazetteer.geonames_files import Skipped, check_share, read_lines
from geomap.names import fold

#: Columns of the main table, and of those the last that is used.
COLUMNS = 19
#: Codes of airports and ports stand among the names; "CTS" in a text is rarely Sapporo.
_CODE_NAME = re.compile(r"[A-Z0-9]{2,5}\Z")
_LONGEST_NAME = 80
#: Higher numbers are no GeoNames ids: the highest was 13 million in 2025.
_HIGHEST_ID = 1 << 31
# Prominence is 10 × log10 of the population, raised for these; the same steps as in the shipped gazetteer,
# whose own figure wins where it is higher.
_BONUS = {"APCLI": 60, "APCL": 40, "APCLD": 30, "APCLS": 40, "APCLF": 50, "APCLIX": 30, "LCONT": 100,
          "AADM1": 5, "AADM2": -15, "PPPLC": 20, "PPPLA": 6}  # fmt: skip
# Where the population is unknown the number of names stands in: 100 names are as good as 600 people.
_PER_NAME = 14


_row_of = Row._make


class IdSet:
    """A set of GeoNames ids as bits: 13 million take 2 MB."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << 21)

    def add(self, number: int) -> bool:
        """Put an id in; false when it was there already."""
        at, bit = number >> 3, 1 << (number & 7)
        if at >= len(self._bits):
            self._bits.extend(bytes(at + (1 << 16) - len(self._bits)))
        if self._bits[at] & bit:
            return False
        self._bits[at] |= bit
        return True

    def __contains__(self, number: int) -> bool:
        at = number >> 3
        return at < len(self._bits) and bool(self._bits[at] & 1 << (number & 7))


class AdminIds:
    """Ids of admin-1 and admin-2 areas by their codes ("IQ.15", "IQ.15.12"), and of their parents."""

    def __init__(self, admin1: Path, admin2: Path, hierarchy: Path | None, skipped: Skipped) -> None:
        self.first = _ids_by_code(admin1, skipped)
        self.second = _ids_by_code(admin2, skipped)
        self._level = {int(key): 1 for key in self.first.values()} | {int(key): 2 for key in self.second.values()}
        self._by_codes = lru_cache(maxsize=1 << 16)(self._ids_of)
        self._parents = _parents(hierarchy, skipped) if hierarchy else {}

    def by_codes(self, number: int, country: str, code1: str, code2: str) -> tuple[str, str]:
        """Admin-1 and admin-2 ids of a place, empty where nothing says; never its own."""
        admin1, admin2 = self._by_codes(country, code1, code2)
        if not admin1 and self._parents:
            admin1, second = self.above(number)
            admin2 = admin2 or second
        # An area carries its own code.
        if number in self._level:
            return ("" if admin1 == str(number) else admin1), ("" if admin2 == str(number) else admin2)
        return admin1, admin2

    def _ids_of(self, country: str, code1: str, code2: str) -> tuple[str, str]:
        if not code1 or code1 == "00":
            return "", ""
        code = f"{country}.{code1}"
        return self.first.get(code, ""), (self.second.get(f"{code}.{code2}", "") if code2 else "")

    def above(self, number: int) -> tuple[str, str]:
        """Admin-1 and admin-2 ids of a place by the hierarchy, empty where it does not say."""
        found = ["", ""]
        for _ in range(8):
            parent = self._parents.get(number)
            if parent is None:
                break
            number = parent
            level = self._level.get(number)
            if level:
                found[level - 1] = found[level - 1] or str(number)
        return found[0], found[1]


class Records:
    """Makes rows of lines. ``known`` are the lines of geomap's own gazetteer by GeoNames id: used ones go.

    ``alternates`` gives the names of many ids at once where GeoNames' table of names is at hand.
    """

    def __init__(
        self,
        areas: AdminIds,
        known: dict[str, str],
        skipped: Skipped,
        *,
        alternates: Callable[[list[int]], Mapping[int, tuple[str, str]]] | None = None,
    ) -> None:
        self._areas = areas
        self._known = known
        self._skipped = skipped
        self._alternates = alternates
        self._seen = IdSet()
        #: Folded names of settlements in the United States by admin-1 id, for those wanted.
        self.wanted_villages: set[tuple[str, str]] = set()
        self.found_villages: set[tuple[str, str]] = set()

    def rows(self, path: Path, *, progress: Callable[[int], None] | None = None) -> Iterator[Row]:
        """The rows of one file; GazetteerError when it is damaged or is no table of places."""
        good = 0
        before = self._skipped.total
        for first, lines in read_lines(path, self._skipped, progress=progress):
            rows = self._rows(path.name, first, lines)
            good += len(rows)
            if not good and first == 1:
                check_share(path, good, self._skipped.total - before)
            yield from rows
        check_share(path, good, self._skipped.total - before)

    def _rows(self, file: str, first: int, lines: list[str]) -> list[Row]:
        # One loop without calls of our own for the usual row: this runs 13 million times.
        add, ids_of, known = self._seen.add, self._areas.by_codes, self._known
        spoken = self._alternates(list(_ids(lines))) if self._alternates else {}
        rows = []
        for at, line in enumerate(lines, first):
            try:
                (key, name, plain, alternates, latitude, longitude, letter, code, country, _, code1, code2,
                 _, _, population, _, _, _, _) = line.split("\t")  # fmt: skip
                number = int(key)
                fits = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
            except ValueError:
                fits = False
            if not fits or not name or not (key + population).isdecimal() or not 0 < number < _HIGHEST_ID:
                if line:
                    self._skipped.add(_fault(line.split("\t")), f"{file}:{at}")
                continue
            if not add(number):
                self._skipped.add("the same id again", f"{file}:{at}")
                continue
            code = (letter or "L") + code
            admin1, admin2 = ids_of(number, country, code1, code2)
            if population == "0":
                population = ""
            abbreviations = names = ""
            if number in spoken:
                names, abbreviations = spoken[number]
            elif alternates:
                names = usable_names(alternates.split(","))
            if plain != name and not name.isascii():
                names = f"{names}|{plain}" if names else plain
            if country == "US" and letter == "P" and self.wanted_villages:
                self._find_village(admin1, name)
            if key in known:
                own = Row(*known.pop(key).split("\t"))
                row = self._joined(
                    own, name, code, country, admin1, admin2, population, latitude, longitude, names, abbreviations
                )
            else:
                row = _row_of((
                    key, name.replace("|", "/"), code, country, admin1, admin2, population, latitude, longitude,
                    _prominence(code, population, names), names, "", abbreviations, "", "",
                ))  # fmt: skip
            rows.append(row)
        return rows

    def _find_village(self, admin1: str, name: str) -> None:
        village = (admin1, fold(name))
        if village in self.wanted_villages:
            self.found_villages.add(village)

    def _joined(
        self, own: Row, name, code, country, admin1, admin2, population, latitude, longitude, names, abbreviations
    ) -> Row:
        """A place that geomap's gazetteer has as well: GeoNames' facts with our names and bounds."""
        other = own.name
        if own.code[0] != "P":
            # "Nineveh" where GeoNames shows "Nīnawá": the English name of an area is the better title.
            name, other = own.name, name
        if own.code[0] not in "PA" or own.code.startswith("APCL"):
            code = own.code
        cells = [cell for cell in (names, own.names, other if other != name else "") if cell]
        prominence = max(int(_prominence(code, population or own.population, names)), int(own.prominence))
        return own._replace(
            name=name.replace("|", "/"),
            code=code,
            country=country or own.country,
            admin1=admin1 or own.admin1,
            admin2=admin2 or own.admin2,
            population=population or own.population,
            latitude=latitude,
            longitude=longitude,
            prominence=str(prominence),
            names="|".join(dict.fromkeys("|".join(cells).split("|"))) if cells else "",
            abbreviations="|".join(cell for cell in (own.abbreviations, abbreviations) if cell),
        )


def usable_names(names: Iterable[str]) -> str:
    """The names worth a look-up as one cell: no codes, no links, no letter-by-letter transcriptions.

    Only the transcriptions that no text uses ("alqyart") have no capital letter in a script with capitals.
    """
    return "|".join(
        name.replace("|", "/")
        for name in names
        if name
        and not (name.isascii() and (name.islower() or (len(name) < 6 and _CODE_NAME.match(name))))
        and len(name) <= _LONGEST_NAME
        and "://" not in name
    )


def _fault(cells: list[str]) -> str:
    """Why a line does not fit, in words."""
    if len(cells) != COLUMNS:
        return f"not {COLUMNS} columns"
    if not cells[0].isdecimal() or not 0 < int(cells[0]) < _HIGHEST_ID:
        return "no id"
    if not cells[1]:
        return "no name"
    try:
        float(cells[4]), float(cells[5])
    except ValueError:
        return "no coordinates"
    if cells[14] and not cells[14].isdecimal():
        return "a population that is no number"
    return "coordinates outside the globe"


def _ids(lines: Iterable[str]) -> Iterator[int]:
    for line in lines:
        key = line.partition("\t")[0]
        if key.isdecimal():
            yield int(key)


def _prominence(code: str, population: str, names: str) -> str:
    if population:
        return _peopled(code, population)
    return _unpeopled(code, min(100, names.count("|") + 1) if names else 0)


@lru_cache(maxsize=1 << 16)
def _peopled(code: str, population: str) -> str:
    return str(max(0, round(10 * log10(int(population) + 1)) + _BONUS.get(code, 0)))


@lru_cache(maxsize=1 << 16)
def _unpeopled(code: str, names: int) -> str:
    return str(max(0, round(_PER_NAME * log10(names + 1)) + max(0, _BONUS.get(code, 0)) + (code[0] == "P")))


def _ids_by_code(path: Path, skipped: Skipped) -> dict[str, str]:
    found = {}
    bad = 0
    for first, lines in read_lines(path, skipped):
        for at, line in enumerate(lines, first):
            cells = line.split("\t")
            if len(cells) == 4 and cells[3].strip().isdecimal():
                found[cells[0]] = cells[3].strip()
            elif line.strip():
                bad += 1
                skipped.add("not the 4 columns of an area", f"{path.name}:{at}")
    check_share(path, len(found), bad)
    return found


def _parents(path: Path, skipped: Skipped) -> dict[int, int]:
    """Parent ids by child id; an administrative parent outranks any other."""
    found: dict[int, int] = {}
    bad = 0
    for first, lines in read_lines(path, skipped):
        for at, line in enumerate(lines, first):
            cells = line.rstrip("\r").split("\t")
            if len(cells) >= 2 and cells[0].isdecimal() and cells[1].isdecimal():
                if (len(cells) > 2 and cells[2] == "ADM") or int(cells[1]) not in found:
                    found[int(cells[1])] = int(cells[0])
            elif line.strip():
                bad += 1
                skipped.add("not the 3 columns of the hierarchy", f"{path.name}:{at}")
    check_share(path, len(found), bad)
    return found
