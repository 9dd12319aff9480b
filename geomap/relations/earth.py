"""A plane is a flat map around one point on which metres are metres: shapes are made there and brought back.

It is the azimuthal equidistant projection; distances from its middle are exact on the sphere, and within a
hundredth for shapes of a thousand kilometres. Points at a distance and bearing are geopy's geodesics.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geomap.sphere import EARTH_RADIUS_M, initial_bearing_deg

if TYPE_CHECKING:
    import numpy
    from shapely.geometry.base import BaseGeometry


class Plane:
    """The flat map around a point."""

    def __init__(self, *, latitude: float, longitude: float) -> None:
        self.latitude = latitude
        self.longitude = longitude

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees brought to metres east and north of the middle."""
        import shapely

        return shapely.transform(geometry, self._flat)

    def round(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in metres brought back to degrees: valid, and cut where it crosses the antimeridian."""
        import shapely

        # A long straight edge is a curve on the globe.
        return tidy(wrapped(shapely.transform(shapely.segmentize(geometry, 50_000), self._round)))

    def _flat(self, points: numpy.ndarray) -> numpy.ndarray:
        import numpy as np

        middle = np.radians(self.latitude)
        turn, latitude = np.radians(points[:, 0] - self.longitude), np.radians(points[:, 1])
        cosine = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(turn)
        angle = np.arccos(np.clip(cosine, -1, 1))
        scale = EARTH_RADIUS_M * np.where(angle < 1e-9, 1.0, angle / np.maximum(np.sin(angle), 1e-12))
        east = scale * np.cos(latitude) * np.sin(turn)
        north = scale * (np.cos(middle) * np.sin(latitude) - np.sin(middle) * np.cos(latitude) * np.cos(turn))
        return np.column_stack((east, north))

    def _round(self, points: numpy.ndarray) -> numpy.ndarray:
        import numpy as np

        middle = np.radians(self.latitude)
        east, north = points[:, 0], points[:, 1]
        away = np.hypot(east, north)
        angle = np.minimum(away / EARTH_RADIUS_M, np.pi)
        share = np.where(away < 1e-6, 0.0, north / np.maximum(away, 1e-6))
        latitude = np.arcsin(np.clip(np.cos(angle) * np.sin(middle) + share * np.sin(angle) * np.cos(middle), -1, 1))
        over = east * np.sin(angle)
        under = away * np.cos(middle) * np.cos(angle) - north * np.sin(middle) * np.sin(angle)
        turn = np.where(away < 1e-6, 0.0, np.arctan2(over, under))
        return np.column_stack((self.longitude + np.degrees(turn), np.degrees(latitude)))


def destination(*, latitude: float, longitude: float, distance_m: float, bearing_deg: float) -> tuple[float, float]:
    """Latitude and longitude that far away along geopy's geodesic; the longitude may pass ±180."""
    from geopy.distance import geodesic

    point = geodesic(meters=max(0.0, distance_m)).destination((latitude, longitude), bearing_deg)
    turn = (point.longitude - longitude + 540) % 360 - 180
    return point.latitude, longitude + turn


def distance_m(*, latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres along the geodesic between two points."""
    from geopy.distance import geodesic

    return geodesic((latitude, longitude), (other_latitude, other_longitude)).meters


def sector(
    *, latitude: float, longitude: float, bearing_deg: float, half_width_deg: float, least_m: float, most_m: float
) -> BaseGeometry:
    """The part of a ring that lies in a direction: between two distances, to both sides of a bearing."""
    import shapely

    half = min(180.0, half_width_deg)
    steps = max(6, int(half / 2.5))
    bearings = [bearing_deg - half + 2 * half * step / steps for step in range(steps + 1)]

    def arc(radius_m: float, order: Iterable[float]) -> list[tuple[float, float]]:
        points = [
            destination(latitude=latitude, longitude=longitude, distance_m=radius_m, bearing_deg=each % 360)
            for each in order
        ]
        return [(there[1], there[0]) for there in points]

    outer = arc(most_m, bearings)
    inner = arc(least_m, reversed(bearings)) if least_m > 1 else [(longitude, latitude)]
    if _near_pole(latitude, most_m):
        plane = Plane(latitude=latitude, longitude=longitude)
        return plane.round(plane.flat(shapely.Polygon(outer + inner)).buffer(0))
    return tidy(wrapped(shapely.Polygon(outer + inner)))


def ring(*, latitude: float, longitude: float, least_m: float, most_m: float) -> BaseGeometry:
    """All points between two distances; a disc when the least is nothing."""
    import shapely

    plane = Plane(latitude=latitude, longitude=longitude)
    if _near_pole(latitude, most_m):
        most_m = min(most_m, max(1_000.0, (90 - abs(latitude)) * 111_195 - 500))
        least_m = min(least_m, 0.5 * most_m)
    shape = shapely.Point(0, 0).buffer(most_m, quad_segs=18)
    if least_m > 1:
        shape = shape.difference(shapely.Point(0, 0).buffer(least_m, quad_segs=18))
    return plane.round(shape)


def geodesic_line(
    *, latitude: float, longitude: float, other_latitude: float, other_longitude: float, step_m: float = 50_000.0
) -> BaseGeometry:
    """The shortest line between two points, its corners ``step_m`` apart; longitudes may pass ±180."""
    import shapely

    away = distance_m(
        latitude=latitude, longitude=longitude, other_latitude=other_latitude, other_longitude=other_longitude
    )
    points = [(longitude, latitude)]
    here = (latitude, longitude)
    pieces = max(1, int(away / step_m))
    for _ in range(1, pieces):
        bearing = initial_bearing_deg(
            latitude=here[0], longitude=here[1], other_latitude=other_latitude, other_longitude=other_longitude
        )
        here = destination(
            latitude=here[0], longitude=here[1], distance_m=away / pieces, bearing_deg=bearing
        )
        points.append((here[1], here[0]))
    turn = (other_longitude - longitude + 540) % 360 - 180
    points.append((longitude + turn, other_latitude))
    return shapely.LineString(points)


def wrapped(shape: BaseGeometry) -> BaseGeometry:
    """What lies beyond ±180 degrees moved to the other side: the shape is cut in two there."""
    import shapely
    from shapely.affinity import translate

    if shape.is_empty:
        return shape
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return shape
    shape = shapely.make_valid(shape)
    parts = []
    for turn in (-360, 0, 360):
        moved = translate(shape, xoff=turn)
        part = moved.intersection(shapely.box(-180, -90, 180, 90))
        if not part.is_empty:
            parts.append(part)
    return shapely.union_all(parts)


def unwrapped(shape: BaseGeometry, *, longitude: float) -> BaseGeometry:
    """The shape with its western parts moved by 360 degrees where that makes it whole around ``longitude``."""
    import shapely
    from shapely.affinity import translate

    west, _, east, _ = shape.bounds
    if east - west <= 180:
        return shape
    parts = []
    for part in shapely.get_parts(shape):
        middle = (part.bounds[0] + part.bounds[2]) / 2
        turn = round((longitude - middle) / 360) * 360
        parts.append(translate(part, xoff=turn) if turn else part)
    return shapely.union_all(parts)


def tidy(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, valid, as one Polygon or MultiPolygon; empty when there are none."""
    import shapely

    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
    parts += [
        inner
        for part in shapely.get_parts(shape)
        if part.geom_type in ("MultiPolygon", "GeometryCollection")
        for inner in shapely.get_parts(part)
        if inner.geom_type == "Polygon" and inner.area > 0
    ]
    if not parts:
        return shapely.Polygon()
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _near_pole(latitude: float, reach_m: float) -> bool:
    return abs(latitude) + reach_m / 111_195 >= 89.5
