"""Agreement says how well two places fit a stated distance and direction: 1 as said, towards 0 the farther off.

It weighs candidates before any is chosen, so it is smooth; whether a chosen place contradicts the text is for
`geomap.relations.checks` to say.
"""

from __future__ import annotations

from math import exp

#: A stated distance may be off by these kilometres and this share before it counts for a third: the same slopes
#: as the resolver was trained with.
_SLACK_KM, _SLACK_SHARE = 8.0, 0.25
#: A direction may be off by these degrees before it counts for a third: a point of eight is ±22.5°, and writers
#: say "south" for south-east. Nearer than this many kilometres a town's own size turns every direction.
_SLACK_DEG, _NEAR_KM = 45.0, 10.0


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
    return value * exp(-((off / _SLACK_DEG) ** 2))
