"""A bearer is a place as the name table knows it: what choosing needs, read with the name in one look-up."""

from __future__ import annotations

from typing import NamedTuple

from geomap.model import MatchKind


class Bearer(NamedTuple):
    """A place that bears a name, with what choosing needs; ``code`` is feature class plus code.

    ``number`` identifies the place inside this gazetteer; admin numbers are those of areas.
    """

    number: int
    flags: int
    label: str
    code: str
    country: str | None
    admin1: int | None
    admin2: int | None
    population: int | None
    latitude: float | None
    longitude: float | None
    prominence: int
    match: MatchKind
    key: str
