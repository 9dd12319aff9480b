"""A small world of boxes and reports on it, for the tests of the map.

The settlements stand where they really are; outlines are rectangles and rivers have a few bends.
"""

from __future__ import annotations

import re

import shapely

from geomap.gazetteer.geometry import Extent
from geomap.gazetteer.shapes import Shape
from geomap.model import (
    Bounds,
    Candidate,
    Document,
    Evidence,
    GeoparsedDocument,
    Location,
    MatchKind,
    Mention,
    MentionKind,
    Place,
    PlaceId,
    Precision,
    Resolution,
    Status,
)


def place(id: str, name: str, latitude: float | None, longitude: float | None, **fields) -> Place:
    """A place; ``fields`` as in `Place`."""
    return Place(id=PlaceId.parse(id), name=name, latitude=latitude, longitude=longitude, **fields)


QAYYARAH = place(
    "geonames:99003", "Qayyarah", 35.79933, 43.29447, country_code="IQ", admin=("Nineveh",), population=21_000
)
MOSUL = place(
    "geonames:99072",
    "Mosul",
    36.335,
    43.11889,
    feature_code="PPLA",
    country_code="IQ",
    admin=("Nineveh",),
    population=1_739_800,
)
NINEVEH = place("geonames:92877", "Nineveh", 36.0, 42.5, feature_class="A", feature_code="ADM1", country_code="IQ")
IRAQ = place("geonames:99237", "Iraq", 33.0, 44.0, feature_class="A", feature_code="PCLI", country_code="IQ")
UNITED_STATES = place(
    "geonames:6252001", "United States", 39.76, -98.5, feature_class="A", feature_code="PCLI", country_code="US"
)
TIGRIS = place("naturalearth:river-tigris", "Tigris", None, None, feature_class="H", feature_code="STM")
SYDNEY = place("geonames:2147714", "Sydney", -33.86785, 151.20732, country_code="AU", population=4_627_345)
TRIPOLI_LIBYA = place("geonames:2210247", "Tripoli", 32.87519, 13.18746, feature_code="PPLC", country_code="LY")
TRIPOLI_LEBANON = place("geonames:266826", "Tripoli", 34.43352, 35.84415, feature_code="PPLA", country_code="LB")
OUTLAND = place("regions:outland", "Outland", 35.0, 41.0, feature_class="L", feature_code="RGN")

_BOXES = {
    "country": [
        ("geonames:99237", "Iraq", (38.8, 29.1, 48.6, 37.4)),
        ("geonames:163843", "Syria", (35.7, 32.3, 38.8, 37.3)),
        ("geonames:298795", "Turkey", (26.0, 37.4, 44.8, 42.1)),
        ("geonames:6252001", "United States", (-125.0, 25.0, -67.0, 49.0)),
        ("geonames:2077456", "Australia", (113.0, -39.0, 153.6, -10.7)),
        ("geonames:2215636", "Libya", (9.3, 19.5, 25.2, 33.2)),
    ],
    "admin1": [
        ("geonames:92877", "Nineveh", (41.1, 35.0, 44.3, 37.1)),
        ("geonames:95445", "Erbil", (44.3, 35.2, 45.2, 37.3)),
    ],
    "sea": [("naturalearth:sea-gulf", "The Gulf", (47.5, 24.0, 57.0, 29.0))],
    "lake": [("naturalearth:lake-tharthar", "Lake Tharthar", (43.0, 33.5, 43.6, 34.4))],
}
_COURSE = [
    (42.3, 37.3),
    (42.9, 36.6),
    (43.12, 36.35),
    (43.28, 35.82),
    (43.5, 35.0),
    (43.9, 34.2),
    (44.4, 33.3),
    (47.4, 31.0),
]


class BoxGazetteer:
    """What the map asks of a gazetteer, answered from a handful of boxes."""

    def __init__(self) -> None:
        self._shapes = [
            Shape(
                place_id=PlaceId.parse(id),
                layer=layer,
                name=name,
                rank=0,
                bounds=Bounds(*sides),
                geometry=shapely.segmentize(shapely.box(*sides), 0.5),
            )
            for layer, rows in _BOXES.items()
            for id, name, sides in rows
        ]
        course = shapely.LineString(_COURSE)
        self._shapes.append(
            Shape(
                place_id=TIGRIS.id, layer="river", name="Tigris", rank=0, bounds=Bounds(*course.bounds), geometry=course
            )
        )

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0):
        return next((shape.geometry for shape in self._shapes if shape.place_id == place_id), None)

    def extent(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> Extent | None:
        geometry = self.geometry(place_id)
        if geometry is None:
            return None
        return Extent(geometry=geometry, approximate=False, method="polygon", uncertainty_m=500.0)

    def within(self, bounds: Bounds, layer: str, *, tolerance_deg: float = 0.0) -> list[Shape]:
        box = shapely.box(*bounds)
        return [shape for shape in self._shapes if shape.layer == layer and shape.geometry.intersects(box)]

    def place(self, place_id: PlaceId) -> Place | None:
        return next((each for each in (IRAQ, UNITED_STATES) if each.id == place_id), None)

    def country_name(self, code: str) -> str:
        return {"IQ": "Iraq", "LY": "Libya", "LB": "Lebanon", "AU": "Australia", "US": "United States"}.get(code, code)

    def cities_within(self, bounds: Bounds, *, limit: int = 40) -> list[Place]:
        cities = [
            place(
                "geonames:98182",
                "Baghdad",
                33.34058,
                44.40088,
                feature_code="PPLC",
                country_code="IQ",
                population=7_216_000,
            ),
            place("geonames:95446", "Erbil", 36.19257, 44.01062, country_code="IQ", population=932_800),
            place("geonames:99072", "Mosul", 36.335, 43.11889, country_code="IQ", population=1_739_800),
        ]
        west, south, east, north = bounds
        return [city for city in cities if west <= city.longitude <= east and south <= city.latitude <= north][:limit]


def resolution(
    mention: Mention,
    *places: Place,
    status: Status = Status.RESOLVED,
    confidence: float = 0.95,
    uncertainty_m: float | None = None,
    because: tuple[str, ...] = (),
) -> Resolution:
    """``mention`` taken to mean the first of ``places``, the others sharing what is left of the probability."""
    rest = (1 - confidence) / max(1, len(places) - 1)
    location = None
    if places and uncertainty_m and places[0].latitude is not None:
        location = Location(
            latitude=places[0].latitude,
            longitude=places[0].longitude,
            precision=Precision.SETTLEMENT,
            uncertainty_m=uncertainty_m,
            method="gazetteer",
        )
    return Resolution(
        mention=mention,
        status=status if places else Status.NOT_FOUND,
        candidates=tuple(
            Candidate(
                place=each,
                matched_name=mention.text,
                match=MatchKind.EXACT,
                demonym=mention.kind == MentionKind.DEMONYM,
                probability=confidence if number == 0 else rest,
            )
            for number, each in enumerate(places)
        ),
        confidence=confidence if places else None,
        evidence=tuple(Evidence(name="test", value=1.0, weight=1.0, because=reason) for reason in because),
        location=location,
    )


def report(text: str, names: dict[str, object], **fields) -> GeoparsedDocument:
    """A report in which each name of ``names`` means its place.

    The value is a place, a tuple of places (ambiguous), ``None`` (not found), or a dict with
    ``places`` and the options of `resolution`, and ``kind``.
    """
    resolutions, taken = [], []
    for name, value in sorted(names.items(), key=lambda each: -len(each[0])):
        options = dict(value) if isinstance(value, dict) else {}
        places = options.pop("places", value if not isinstance(value, dict) else ())
        kind = options.pop("kind", MentionKind.TOPONYM)
        if isinstance(places, tuple) and len(places) > 1 and "status" not in options:
            options |= {"status": Status.AMBIGUOUS, "confidence": options.get("confidence", 0.55)}
        places = places if isinstance(places, tuple) else (places,) if places else ()
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            taken.append(match.span())
            mention = Mention(start=match.start(), end=match.end(), text=match.group(), kind=kind)
            resolutions.append(resolution(mention, *places, **options))
    resolutions.sort(key=lambda each: each.mention.start)
    return GeoparsedDocument(document=Document(text=text, **fields), resolutions=tuple(resolutions))


QAYYARAH_TEXT = """Engineers crossed the Tigris at Qayyarah on Monday to mend the power line to Mosul.
Iraqi crews had waited a week for spare parts, the governor of Nineveh province said. The US paid for the cables.
"Qayyarah has been dark since spring," said a shopkeeper. Mosul, the largest city of the north, gets six hours a day.
From Qayyarah the line runs along the Tigris for 60 kilometres. A second crew is due in Mosul from Hazarmard.
Iraq buys most of its parts abroad. "We hope for summer," an Iraqi engineer said in Qayyarah."""

QAYYARAH_NAMES: dict[str, object] = {
    "Qayyarah": {
        "places": QAYYARAH,
        "because": ("Nineveh, which contains it, is named in the same report.",),
        "uncertainty_m": 4000.0,
    },
    "Mosul": MOSUL,
    "Nineveh": NINEVEH,
    "Iraq": IRAQ,
    "Iraqi": {"places": IRAQ, "kind": MentionKind.DEMONYM},
    "US": UNITED_STATES,
    "Tigris": TIGRIS,
    "Hazarmard": None,
}


def power_line() -> GeoparsedDocument:
    """A report on two towns, their province, a river, two countries and a name that is nowhere."""
    return report(
        QAYYARAH_TEXT,
        QAYYARAH_NAMES,
        id="power-line",
        title="A line for Qayyarah",
        source="https://example.org/power-line",
        published="2024-05-06",
        language="en",
    )


def tripoli() -> GeoparsedDocument:
    """A report on a town that could be either of two."""
    return report(
        "Trucks left Tripoli at dawn. Sydney sent a crane.",
        {"Tripoli": {"places": (TRIPOLI_LIBYA, TRIPOLI_LEBANON), "uncertainty_m": 120_000.0}, "Sydney": SYDNEY},
        id="trucks",
        title="Trucks",
        source="Harbour Gazette",
        published="2024-05-09",
    )
