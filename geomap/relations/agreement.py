"""Agreement says how well two places fit a stated distance and direction: 1 as said, towards 0 the farther off.

It weighs candidates before any is chosen, so it is smooth; whether a chosen place contradicts the text is for
`geomap.relations.checks` to say.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, sin

#: A stated distance may be off by these kilometres and this share before it counts for a third: the same slopes
#: as the resolver was trained with.
_SLACK_KM, _SLACK_SHARE = 8.0, 0.25
#: A direction may be off by these degrees before it counts for a third: a point of eight is ±22.5°, and writers
#: say "south" for south-east. Nearer than this many kilometres a town's own size turns every direction.
_SLACK_DEG, _NEAR_KM = 45.0, 10.0
#: What is left when the direction is the opposite one: words may be mistaken, and "of" may turn the phrase round.
_LEAST = 0.1


def agreement(
    *, stated_km: float, away_km: float, stated_bearing_deg: float | None = None, bearing_deg: float | None = None
) -> float:
    """How well a place that lies ``away_km`` and ``bearing_deg`` from its anchor fits what the text states, 0 to 1.

    Without a stated direction only the distance counts.

    >>> round(agreement(stated_km=60, away_km=61, stated_bearing_deg=180, bearing_deg=185), 2)
    0.95
    >>> agreement(stated_km=60, away_km=61, stated_bearing_deg=180, bearing_deg=5) < 0.12
    True
    """
    value = exp(-abs(away_km - stated_km) / (_SLACK_KM + _SLACK_SHARE * stated_km))
    if stated_bearing_deg is None or bearing_deg is None or away_km < _NEAR_KM:
        return value
    off = abs((bearing_deg - stated_bearing_deg + 180) % 360 - 180)
    return value * max(_LEAST, exp(-((off / _SLACK_DEG) ** 2)))


def bearing_between_deg(here: tuple[float, float, float], there: tuple[float, float, float]) -> float:
    """The bearing from one unit vector (x to 0° east, z to the north pole) to another, clockwise from north.

    >>> round(bearing_between_deg((1.0, 0.0, 0.0), (0.9, 0.1, 0.0)))
    90
    """
    latitude, longitude = atan2(here[2], (here[0] ** 2 + here[1] ** 2) ** 0.5), atan2(here[1], here[0])
    east = -sin(longitude) * there[0] + cos(longitude) * there[1]
    along = cos(longitude) * there[0] + sin(longitude) * there[1]
    north = cos(latitude) * there[2] - sin(latitude) * along
    return degrees(atan2(east, north)) % 360
