"""Spatial phrases become relations: what is recognised, with which anchors, distances and directions."""

from __future__ import annotations

import pytest

from geomap.model import Document
from geomap.relations.agreement import agreement
from geomap.relations.compass import bearing_deg
from geomap.relations.measures import parse_distance

# (text, [(kind, phrase, anchors, km or None, bearing or None)], why)
PHRASES = [
    (
        "The camp lies some 60 kilometers (37 miles) south of Mosul.",
        [("offset", "some 60 kilometers (37 miles) south of Mosul", ["Mosul"], 60.0, 180.0)],
        "distance and direction, the second unit ignored",
    ),
    (
        "Herders gathered about 12 miles NNE of Mopti.",
        [("offset", "about 12 miles NNE of Mopti", ["Mopti"], 19.3, 22.5)],
        "letters of the compass",
    ),
    (
        "Two wells between 20 and 30 km west of Erbil are dry.",
        [("offset", "between 20 and 30 km west of Erbil", ["Erbil"], 25.0, 270.0)],
        "a range",
    ),
    (
        "Rain fell in the northern and western parts of Iraq.",
        [
            ("part", "the northern and western parts of Iraq", ["Iraq"], None, 0.0),
            ("part", "the northern and western parts of Iraq", ["Iraq"], None, 270.0),
        ],
        "two directions are two relations over one span",
    ),
    (
        "Families reached Mosul. Shops in the southern parts of the city reopened.",
        [("part", "the southern parts of the city", ["Mosul"], None, 180.0)],
        "the city is the one named last",
    ),
    ("The northern city of Mosul was quiet.", [], "an attribute is not a part"),
    ("The northern Iraqi city of Mosul was quiet.", [], "nor is it with a demonym"),
    (
        "A barge sank off the coast of Libya.",
        [("offshore", "off the coast of Libya", ["Libya"], None, None)],
        "the sea side",
    ),
    (
        "Trucks queued near the Iraq–Syria border.",
        [("border", "near the Iraq–Syria border", ["Iraq", "Syria"], None, None)],
        "a border has two sides",
    ),
    (
        "Patrols were seen along the border with Turkey in Iraq.",
        [("border", "along the border with Turkey", ["Turkey"], None, None)],
        "one side is named",
    ),
    (
        "Traffic stopped on the road from Mosul to Erbil.",
        [("road", "the road from Mosul to Erbil", ["Mosul", "Erbil"], None, None)],
        "a road between two towns",
    ),
    ("The talks between Tehran and Washington failed.", [], "talks are not in space"),
    ("The airline sells flights between Lagos and Nairobi.", [], "nor are flights"),
    ("Police blocked off an area of Hamburg.", [], "what is cut off is not at sea"),
    ("Ravi went sailing on Lake Victoria.", [], "a sailor is on the water, not on its shore"),
    ("Amina graduated from North Texas and moved to Houston.", [], "a university"),
    ("The singers toured around Ohio by bus.", [], "around a state is in it"),
    (
        "Rain fell in Northern Texas, and the wind rose.",
        [("part", "Northern Texas", ["Texas"], None, 0.0)],
        "a capital direction is a part where no name goes before it",
    ),
    (
        "The truck stopped 1/2 mile west of Mosul.",
        [("offset", "1/2 mile west of Mosul", ["Mosul"], 0.8, 270.0)],
        "a fraction",
    ),
    (
        "The village is a two-hour drive north of Baghdad.",
        [("travel time", "two-hour drive north of Baghdad", ["Baghdad"], None, 0.0)],
        "a travel time is kept as text",
    ),
    (
        "Floods hit the outskirts of Kirkuk and downtown Baghdad.",
        [
            ("outskirts", "the outskirts of Kirkuk", ["Kirkuk"], None, None),
            ("center", "downtown Baghdad", ["Baghdad"], None, None),
        ],
        "edges and middles of towns",
    ),
    (
        "Drones fell within 20 km of Erbil.",
        [("within", "within 20 km of Erbil", ["Erbil"], 20.0, None)],
        "distance alone",
    ),
    ("Iraqi border guards met in Baghdad.", [], "border guards are people"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PHRASES, ids=[why for _, _, why in PHRASES])
def test_relations_found_in(geoparser, text: str, expected: list, why: str):
    """Every phrase of the text comes out once, and nothing else."""
    parsed = geoparser.parse(Document(text=text))
    found = [
        (
            relation.kind,
            relation.text,
            [anchor.text for anchor in relation.anchors],
            None if relation.distance_m is None else round(relation.distance_m / 1000, 1),
            relation.bearing_deg,
        )
        for relation in parsed.relations
    ]
    assert found == expected, why
    assert all(text[relation.start : relation.end] == relation.text for relation in parsed.relations)


@pytest.mark.parametrize(
    ("words", "metres"),
    [
        ("some 60 kilometers (35 miles)", 60_000),
        ("1,200 metres", 1_200),
        ("half a mile", 804.7),
        ("twenty-five miles", 40_233.6),
        ("a dozen kilometres", 12_000),
        ("20 to 30 km", 25_000),
        ("15 nautical miles", 27_780),
    ],
)
def test_distance_in_metres(words: str, metres: float):
    """Both unit systems, figures and words."""
    assert parse_distance(words).stated_m == pytest.approx(metres, abs=0.1)


@pytest.mark.parametrize(
    ("words", "degrees"),
    [("north", 0), ("South-East", 135), ("northwestern", 315), ("NNE", 22.5), ("east-southeast", 112.5)],
)
def test_bearing_of_words(words: str, degrees: float):
    """Compass words in every spelling."""
    assert bearing_deg(words) == degrees


@pytest.mark.parametrize(
    ("away_km", "bearing_deg", "least", "most"),
    [
        (60, 180, 0.95, 1.0),
        (61, 200, 0.75, 0.95),
        (60, 0, 0.0, 0.02),
        (300, 180, 0.0, 0.01),
        (4, 0, 0.0, 0.2),
    ],
)
def test_agreement_takes_distance_and_direction(away_km, bearing_deg, least, most):
    """The Qayyarah 60 km south of Mosul fits "60 km south of Mosul", one as far to the north does not."""
    value = agreement(stated_km=60, away_km=away_km, stated_bearing_deg=180, bearing_deg=bearing_deg)
    assert least <= value <= most
    assert value <= agreement(stated_km=60, away_km=away_km)
