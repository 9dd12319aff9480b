"""A checked place is an entry of a user's file that keeps the rules: a name, a position on the globe, a known kind.

What breaks a rule is an InputError that says what is wrong and what the rule is; the caller adds file and line.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.gazetteer.codes import class_of
from geomap.gazetteer.own_places_files import RawRow
from geomap.names import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Grid lines per degree of own shapes: a step is about a metre.
SCALE = 100_000
_CODE = re.compile(r"(?:([AHLPRSTUV])\.)?([A-Z][A-Z0-9]{1,7})\Z")
#: Words for kinds of places, for people who do not know GeoNames' codes.
_TYPES = {
    "city": "PPPL", "town": "PPPL", "village": "PPPL", "settlement": "PPPL", "capital": "PPPLC",
    "neighbourhood": "PPPLX", "neighborhood": "PPPLX", "quarter": "PPPLX", "camp": "SCMP",
    "refugee camp": "SCMPRF", "country": "APCLI", "province": "AADM1", "state": "AADM1", "county": "AADM2",
    "district": "AADM2", "municipality": "AADM3", "region": "LRGN", "area": "LAREA", "zone": "LAREA",
    "park": "LPRK", "base": "LMILB", "military base": "LMILB", "port": "LPRT", "river": "HSTM", "lake": "HLK",
    "reservoir": "HRSV", "canal": "HCNL", "sea": "HSEA", "bay": "HBAY", "strait": "HSTRT", "spring": "HSPNG",
    "island": "TISL", "islands": "TISLS", "mountain": "TMT", "mountains": "TMTS", "hill": "THLL",
    "valley": "TVAL", "desert": "TDSRT", "pass": "TPASS", "forest": "VFRST", "road": "RRD", "street": "RST",
    "railway": "RRR", "building": "SBLDG", "airport": "SAIRP", "bridge": "SBDG", "dam": "SDAM",
    "hospital": "SHSP", "school": "SSCH", "checkpoint": "SFCL", "site": "SFCL", "facility": "SFCL",
}  # fmt: skip
# Codes of class L; that class is also the answer for a code that nobody knows.
_L_CODES = frozenset("CONT RGN RGNE RGNL RGNH ECON CLDA PRK RESN RESV MILB BTL AREA AGRC COLF INDS LCTY PRT".split())


@dataclass(slots=True, kw_only=True)
class OwnPlace:
    """A checked entry of a user's file. ``code`` is class plus code; ``geometry`` is valid and on the globe."""

    line: int
    key: str
    name: str
    aliases: list[str]
    code: str
    latitude: float
    longitude: float
    geometry: BaseGeometry | None = None
    country: str = ""
    population: str = ""
    parent: str = ""
    admin: tuple[str, ...] = ()


def checked(row: RawRow) -> OwnPlace:
    """The place of a raw row; InputError says what is wrong with it and what the rule is."""
    cells = row.cells
    name = _one_line(cells.get("name", ""))
    if not name:
        raise InputError("has no name; give it one or take the row out")
    geometry = _geometry(row)
    latitude = _degrees("latitude", cells.get("latitude", ""), 90)
    longitude = _degrees("longitude", cells.get("longitude", ""), 180)
    if (latitude is None) != (longitude is None):
        raise InputError("has half a position; give latitude and longitude, both in degrees")
    code = _code(cells.get("type", ""), with_outline=geometry is not None and geometry.geom_type != "Point")
    if latitude is None or longitude is None:
        if geometry is None:
            raise InputError("has no position; give latitude and longitude, or a geometry")
        point = _point_of(geometry)
        latitude, longitude = point.y, point.x
    country = cells.get("country", "").upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise InputError(f"the country {country!r} is no ISO code of two letters, for example IQ")
    population = cells.get("population", "").replace(",", "").replace(" ", "").removesuffix(".0")
    if population and not (population.isascii() and population.isdecimal()):
        raise InputError(f"the population {cells['population']!r} is no number")
    return OwnPlace(
        line=row.line,
        key=re.sub(r"\s+", "-", cells.get("key", "") or fold(name)),
        name=name,
        aliases=list(dict.fromkeys(filter(None, map(_one_line, row.aliases)))),
        code=code,
        latitude=latitude,
        longitude=longitude,
        geometry=None if geometry is None or geometry.geom_type == "Point" else geometry,
        country=country,
        population="" if population == "0" else population,
        parent=_one_line(cells.get("parent", "")),
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _degrees(what: str, text: str, most: int) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise InputError(
            f"the {what} {text!r} is no number; write degrees with a full stop, for example 36.34"
        ) from None
    if not -most <= value <= most:
        raise InputError(f"the {what} {text} is not between -{most} and {most}")
    return value


def _code(text: str, *, with_outline: bool) -> str:
    """Class plus code of a type as the user writes it: a word, a code, or class and code."""
    if not text:
        return "LAREA" if with_outline else "PPPL"
    known = _TYPES.get(text.lower().replace("_", " "))
    match = _CODE.match(text.upper())
    if known:
        return known
    if match and (match[1] or class_of(match[2]) != "L" or match[2] in _L_CODES):
        return (match[1] or class_of(match[2])) + match[2]
    raise InputError(
        f"the type {text!r} is not known; write a word such as city, camp, river or region, "
        "or a GeoNames code such as PPL or S.HTL"
    )


def _geometry(row: RawRow) -> BaseGeometry | None:
    """The row's outline, line or point, valid and on the grid of own shapes."""
    text = row.cells.get("geometry", "")
    if row.shape is None and not text:
        return None
    import shapely
    from shapely.geometry import shape

    try:
        found: Any = shape(row.shape) if row.shape is not None else shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise InputError(f"its geometry cannot be read ({str(error)[:80]}); write WKT or GeoJSON") from error
    if found.is_empty or not all(map(math.isfinite, found.bounds)):
        raise InputError("its geometry is empty")
    west, south, east, north = found.bounds
    for what, value, most in (
        ("longitude", west, 180),
        ("longitude", east, 180),
        ("latitude", south, 90),
        ("latitude", north, 90),
    ):
        if abs(value) > most:
            raise InputError(
                f"its geometry has the {what} {value:g}, which is not between -{most} and {most}; "
                "cut it at the antimeridian, longitude first"
            )
    parts = shapely.get_parts(shapely.make_valid(shapely.force_2d(found)))
    for kinds in (("Polygon", "MultiPolygon"), ("LineString", "MultiLineString", "LinearRing")):
        chosen = [part for part in parts if part.geom_type in kinds]
        if chosen:
            whole = shapely.set_precision(shapely.union_all(chosen), 1 / SCALE)
            if whole.is_empty:
                raise InputError("its geometry is smaller than a metre; give a latitude and a longitude")
            return whole
    return shapely.centroid(found)


def _point_of(geometry: BaseGeometry) -> Any:
    """A point inside an area or on a line."""
    if "Line" in geometry.geom_type:
        import shapely

        longest = max(shapely.get_parts(geometry), key=lambda part: part.length)
        return longest.interpolate(0.5, normalized=True)
    return geometry if geometry.geom_type == "Point" else geometry.representative_point()
