"""Coordinates in the text: decimal degrees, degrees-minutes-seconds, UTM and MGRS, as mentions and as points.

`find_coordinates` marks them; `parse_coordinate` turns such a mention's text into latitude and longitude.
A pair of plain numbers counts only with a hemisphere letter, a degree sign, or at least three decimals on
both sides: "2.5, 3.1" is no place.
"""

from __future__ import annotations

import re
from math import atan, atanh, cos, cosh, degrees, sin, sinh, sqrt

from geomap.model import Mention, MentionKind, MentionRole

_DEGREE = r"[°º˚]"
_MINUTE = r"['’′ʹ]"
_SECOND = r"(?:[\"”″]|['’′]{2})"
_FRACTION = r"(?:\.\d+)?"
_PARTS = (
    rf"(\d{{1,3}}{_FRACTION})\s*{_DEGREE}\s*"
    rf"(?:(\d{{1,2}}{_FRACTION})\s*{_MINUTE}\s*(?:(\d{{1,2}}{_FRACTION})\s*{_SECOND}\s*)?)?"
)
_BETWEEN = r"\s*[,;/]?\s*(?:and\s+)?"
_DMS = re.compile(rf"(?<![\w.]){_PARTS}([NS])\b\.?{_BETWEEN}{_PARTS}([EW])\b", re.IGNORECASE)
_LEADING_DMS = re.compile(rf"\b([NS])\s*{_PARTS}{_BETWEEN}([EW])\s*{_PARTS}(?!\w)")
_LETTERED = re.compile(rf"(?<![\w.])(\d{{1,2}}\.\d+)\s*([NS])\b{_BETWEEN}(\d{{1,3}}\.\d+)\s*([EW])\b", re.IGNORECASE)
_PLAIN = re.compile(
    rf"(?<![\w.])([+\-−]?\d{{1,2}}\.\d{{3,}}){_DEGREE}?\s*[,;/]\s*([+\-−]?\d{{1,3}}\.\d{{3,}}){_DEGREE}?(?![\w.]*\d)"
)
_NAMED = re.compile(
    rf"(?<!\w)lat(?:itude)?\.?\s*[:=]?\s*([+\-−]?\d{{1,2}}\.\d+){_DEGREE}?\s*([NS])?\b{_BETWEEN}"
    rf"lon(?:g|gitude)?\.?\s*[:=]?\s*([+\-−]?\d{{1,3}}\.\d+){_DEGREE}?(?:\s*([EW])\b)?(?![\w.]*\d)",
    re.IGNORECASE,
)
_MGRS = re.compile(r"\b(\d{1,2})([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{2,5})\s(\d{2,5})\b")
_MGRS_JOINED = re.compile(r"\b(\d{1,2})([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{4}|\d{6}|\d{8}|\d{10})\b")
_UTM = re.compile(
    r"\b(?:UTM\s*:?\s*)?(\d{1,2})\s?([C-HJ-NP-X])\s+(\d{6})(?:\.\d+)?\s*m?\s*E?[ ,]\s*(\d{7})(?:\.\d+)?(?:\s*m?\s*N\b)?"
)


def find_coordinates(text: str) -> tuple[Mention, ...]:
    """The coordinates written in ``text``, in order, without overlaps."""
    found: list[tuple[int, int]] = []
    if not any(letter.isdigit() for letter in text):
        return ()
    for pattern in (_NAMED, _DMS, _LEADING_DMS, _LETTERED, _UTM, _MGRS, _MGRS_JOINED, _PLAIN):
        for match in pattern.finditer(text):
            start, end = match.span()
            free = all(end <= other_start or other_end <= start for other_start, other_end in found)
            if free and parse_coordinate(match.group()) is not None:
                found.append((start, end))
    return tuple(
        Mention(
            start=start,
            end=end,
            text=text[start:end],
            kind=MentionKind.COORDINATE,
            role=MentionRole.LITERAL,
            confidence=1.0,
        )
        for start, end in sorted(found)
    )


def parse_coordinate(text: str) -> tuple[float, float] | None:
    """``(latitude, longitude)`` in WGS 84 degrees of a coordinate's text; ``None`` for anything else.

    >>> parse_coordinate("36°20'06\\"N 43°07'08\\"E")
    (36.335, 43.118889)
    """
    text = text.strip()
    point = _degrees(text) or _grid(text)
    if point is None or not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        return None
    return round(point[0], 6), round(point[1], 6)


def _degrees(text: str) -> tuple[float, float] | None:
    if match := _DMS.fullmatch(text):
        *latitude, north, east_d, east_m, east_s, east = match.groups()
        return _signed(latitude, north), _signed([east_d, east_m, east_s], east)
    if match := _LEADING_DMS.fullmatch(text):
        north, *latitude, east, east_d, east_m, east_s = match.groups()
        return _signed(latitude, north), _signed([east_d, east_m, east_s], east)
    if match := _LETTERED.fullmatch(text):
        latitude, north, longitude, east = match.groups()
        return _signed([latitude, None, None], north), _signed([longitude, None, None], east)
    if match := _NAMED.fullmatch(text):
        latitude, north, longitude, east = match.groups()
        return (
            _signed([latitude.replace("−", "-"), None, None], north or "N"),
            _signed([longitude.replace("−", "-"), None, None], east or "E"),
        )
    if match := _PLAIN.fullmatch(text):
        latitude, longitude = (float(part.replace("−", "-")) for part in match.groups())
        # Version numbers and measurements are small on both sides, places hardly ever.
        return (latitude, longitude) if max(abs(latitude), abs(longitude)) >= 10 else None
    return None


def _signed(parts: list[str | None], hemisphere: str) -> float:
    whole, minutes, seconds = (float(part or 0) for part in parts)
    if minutes >= 60 or seconds >= 60:
        return 999.0
    value = whole + minutes / 60 + seconds / 3600
    return -value if hemisphere.upper() in "SW" else value


def _grid(text: str) -> tuple[float, float] | None:
    if match := _UTM.fullmatch(text):
        zone, band, easting, northing = match.groups()
        return _utm(int(zone), band >= "N", float(easting), float(northing))
    match = _MGRS.fullmatch(text)
    if match:
        zone, band, column, row, east, north = match.groups()
    elif match := _MGRS_JOINED.fullmatch(text):
        zone, band, column, row, digits = match.groups()
        east, north = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    else:
        return None
    if len(east) != len(north):
        return None
    return _mgrs(int(zone), band, column, row, east, north)


_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"


def _mgrs(zone: int, band: str, column: str, row: str, east: str, north: str) -> tuple[float, float] | None:
    """The middle of the square that the digits name."""
    columns = _COLUMNS[(zone - 1) % 3]
    if not 1 <= zone <= 60 or column not in columns:
        return None
    size = 10 ** (5 - len(east))
    easting = (columns.index(column) + 1) * 100_000 + int(east) * size + size / 2
    # Rows of even zones begin five letters later, and repeat every 2,000 km: take the one in the band.
    offset = _ROWS.index(row) - (5 if zone % 2 == 0 else 0)
    northing = (offset % 20) * 100_000 + int(north) * size + size / 2
    south = -80 + 8 * _BANDS.index(band)
    for turn in range(6):
        point = _utm(zone, band >= "N", easting, northing + turn * 2_000_000)
        if point is not None and south - 0.5 <= point[0] <= south + (12.5 if band == "X" else 8.5):
            return point
    return None


def _utm(zone: int, northern: bool, easting: float, northing: float) -> tuple[float, float] | None:
    """UTM to degrees on WGS 84 by Krüger's series to third order (error under a millimetre)."""
    if not 1 <= zone <= 60 or not 100_000 <= easting <= 900_000 or not 0 <= northing <= 10_000_000:
        return None
    flattening = 1 / 298.257223563
    n = flattening / (2 - flattening)
    radius = 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi = (northing - (0 if northern else 10_000_000)) / (radius * 0.9996)
    eta = (easting - 500_000) / (radius * 0.9996)
    betas = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi_0, eta_0 = xi, eta
    for order, beta in enumerate(betas, 1):
        xi_0 -= beta * sin(2 * order * xi) * cosh(2 * order * eta)
        eta_0 -= beta * cos(2 * order * xi) * sinh(2 * order * eta)
    # From the conformal to the geodetic latitude by Newton's method on its tangent (Karney 2011).
    eccentricity = sqrt(flattening * (2 - flattening))
    tau_0 = sin(xi_0) / sqrt(sinh(eta_0) ** 2 + cos(xi_0) ** 2)
    tau = tau_0
    for _ in range(6):
        sigma = sinh(eccentricity * atanh(eccentricity * tau / sqrt(1 + tau * tau)))
        tau_i = tau * sqrt(1 + sigma * sigma) - sigma * sqrt(1 + tau * tau)
        slope = (1 + (1 - eccentricity**2) * tau * tau) / ((1 - eccentricity**2) * sqrt(1 + tau * tau))
        tau += (tau_0 - tau_i) / sqrt(1 + tau_i * tau_i) * slope
    longitude = degrees(atan(sinh(eta_0) / cos(xi_0))) + 6 * zone - 183
    return degrees(atan(tau)), longitude
