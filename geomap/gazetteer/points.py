"""A point is a place without a record: where a text gives coordinates, or a person set a mark on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Bounds, Place, PlaceId

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: The source of such places: ``point:geonames-99072@36.10000,43.00000``, ``point:mosul-hall@36.30000,43.10000``.
POINT_SOURCE = "point"


def point_place(key: str, name: str, *, latitude: float, longitude: float, gazetteer: Gazetteer) -> Place:
    """A place called ``name`` at a point in degrees, in the country whose ground is there."""
    return Place(
        id=PlaceId(source=POINT_SOURCE, key=key + spot_key(latitude, longitude)),
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class="S",
        feature_code="",
        country_code=country_at(latitude, longitude, gazetteer),
    )


def spot_key(latitude: float, longitude: float) -> str:
    """The end of a point's key: where it is, to about a metre.

    >>> spot_key(36.1, 43)
    '@36.10000,43.00000'
    """
    return f"@{latitude:.5f},{longitude:.5f}"


def country_at(latitude: float, longitude: float, gazetteer: Gazetteer) -> str | None:
    """The code of the country whose ground holds the point; ``None`` at sea."""
    from shapely.geometry import Point

    spot = Point(longitude, latitude)
    for shape in gazetteer.within(Bounds(longitude, latitude, longitude, latitude), "country"):
        if shape.geometry.covers(spot):
            place = gazetteer.place(shape.place_id)
            return None if place is None else place.country_code
    return None
