"""A ground is what an anchor covers: its place, its outline or course, its middle and its radius."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sqrt
from typing import TYPE_CHECKING

from geomap.model import Bounds, Mention, Place, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer

#: Detail of the outlines: about a kilometre, finer than any phrase.
TOLERANCE_DEG = 0.01
_DEGREE_M = 111_195.0
#: Borders of two countries that lie this near each other are one: the sources' lines differ a little.
_SAME_LINE_DEG = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A place's ground; longitude, latitude order. ``shape`` is "town", "line" or "area"."""

    place: Place
    geometry: BaseGeometry
    shape: str
    latitude: float
    longitude: float
    radius_m: float

    @property
    def name(self) -> str:
        return self.place.name


class Grounds:
    """The grounds of a document's names, each made once."""

    def __init__(self, gazetteer: Gazetteer, resolutions: Sequence[Resolution]) -> None:
        self.gazetteer = gazetteer
        self._resolutions = {(each.mention.start, each.mention.end): each for each in resolutions}
        self._ordered = sorted(resolutions, key=lambda each: each.mention.start)
        self._made: dict[str, Ground | None] = {}

    def of(self, mention: Mention, *, water: bool = False, town: bool = False) -> Ground | None:
        """The ground of a name; ``None`` for an unknown name.

        With ``water`` of the river or lake of that name, with ``town`` of the town where an area is named after it.
        """
        place = self.water(mention) if water else self.place(mention)
        if town and place is not None:
            place = self._seat(mention, place)
        return self.of_place(place) if place is not None else None

    def _seat(self, mention: Mention, place: Place) -> Place:
        """The town of the same name inside an admin area, or the area itself: "40 miles north of Gao"."""
        if place.feature_code not in ("ADM1", "ADM2"):
            return place
        resolution = self._resolutions[(mention.start, mention.end)]
        found = [candidate.place for candidate in resolution.candidates]
        found += [candidate.place for candidate in self.gazetteer.candidates([mention.text])[mention.text]]
        for other in found:
            if other.feature_class == "P" and place.id in other.admin_ids:
                return other
        return place

    def place(self, mention: Mention) -> Place | None:
        """The place that the mention was taken to mean."""
        resolution = self._resolutions.get((mention.start, mention.end))
        return resolution.place if resolution is not None else None

    def water(self, mention: Mention) -> Place | None:
        """The river, lake or sea of that name, whatever the name was taken to mean."""
        resolution = self._resolutions.get((mention.start, mention.end))
        places = [candidate.place for candidate in resolution.candidates] if resolution else []
        for place in places:
            if place.feature_class == "H":
                return place
        for name in (mention.text, f"{mention.text} River", f"Lake {mention.text}"):
            for candidate in self.gazetteer.candidates([name])[name]:
                if candidate.place.feature_class == "H":
                    return candidate.place
        return None

    def of_place(self, place: Place) -> Ground | None:
        """The ground of a place; ``None`` where the gazetteer has neither shape nor coordinates."""
        key = str(place.id)
        if key not in self._made:
            self._made[key] = self._make(place)
        return self._made[key]

    def _make(self, place: Place) -> Ground | None:
        extent = self.gazetteer.extent(place.id, tolerance_deg=TOLERANCE_DEG)
        if extent is None or extent.geometry.is_empty:
            return None
        geometry = extent.geometry
        shape = "line" if "Line" in geometry.geom_type else "area" if place.is_area else "town"
        latitude, longitude = place.latitude, place.longitude
        if latitude is None or longitude is None:
            middle = geometry.representative_point()
            latitude, longitude = middle.y, middle.x
        area_m2 = geometry.area * _DEGREE_M**2 * max(0.05, cos(radians(latitude)))
        return Ground(
            place=place,
            geometry=geometry,
            shape=shape,
            latitude=latitude,
            longitude=longitude,
            radius_m=sqrt(area_m2 / pi),
        )

    # Countries around

    def countries_named(self, offset: int, *, besides: Sequence[Mention] = ()) -> list[str]:
        """Codes of the countries that the document's other names lie in, those named last before ``offset`` first."""
        before = [each for each in self._ordered if each.mention.start < offset]
        after = [each for each in self._ordered if each.mention.start >= offset]
        codes = [
            each.place.country_code
            for each in [*reversed(before), *after]
            if each.place is not None and each.mention not in besides
        ]
        return list(dict.fromkeys(code for code in codes if code))

    def around(
        self, geometry: BaseGeometry, layer: str, *, margin_deg: float = 0.1
    ) -> list[tuple[Place | None, BaseGeometry]]:
        """The shapes of a layer near a geometry, with their places."""
        west, south, east, north = geometry.bounds
        bounds = Bounds(
            max(-180.0, west - margin_deg), max(-90.0, south - margin_deg),
            min(180.0, east + margin_deg), min(90.0, north + margin_deg),
        )  # fmt: skip
        return [
            (self.gazetteer.place(shape.place_id), shape.geometry)
            for shape in self.gazetteer.within(bounds, layer, tolerance_deg=TOLERANCE_DEG)
        ]

    def nearest_country(self, offset: int, *, besides: Place) -> Ground | None:
        """The country named nearest before ``offset`` that has a border with ``besides``."""
        own = self.of_place(besides)
        if own is None:
            return None
        neighbours = {}
        for place, geometry in self.around(own.geometry, "country"):
            if place is not None and place.country_code != besides.country_code:
                neighbours[place.country_code] = (place, geometry)
        for code in self.countries_named(offset):
            if code in neighbours:
                place, geometry = neighbours[code]
                if shared_border(own.geometry, geometry) is not None:
                    return self.of_place(place)
        return None


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry | None:
    """The line along which two outlines meet, or ``None``."""
    import shapely

    west, south, east, north = first.bounds
    frame = shapely.box(west, south, east, north).buffer(0.2)
    clipped = shapely.clip_by_rect(second, *frame.bounds)
    if clipped.is_empty:
        return None
    line = first.boundary.intersection(clipped.buffer(_SAME_LINE_DEG, quad_segs=2))
    lines = [part for part in shapely.get_parts(line) if "Line" in part.geom_type]
    return shapely.line_merge(shapely.MultiLineString(lines)) if lines and line.length > 0.02 else None
