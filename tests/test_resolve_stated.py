"""A stated distance and direction chooses among places of one name, and nothing else changes."""

from __future__ import annotations

import pytest

from geomap.model import Document
from geomap.sphere import bearing_between_deg, unit_vector

# Two towns of a name at nearly the same distance from a third, on opposite sides: (text, name, place id).
CHOICES = [
    ("The flood hit the town of Lewisburg, 58 miles north of Nashville, on Monday.", "Lewisburg", "4297974"),
    ("The flood hit the town of Lewisburg, 50 miles south of Nashville, on Monday.", "Lewisburg", "4636442"),
    ("The flood hit the town of Subic, 54 miles west of Manila, on Monday.", "Subic", "1685577"),
    ("The flood hit the town of Subic, 45 miles south of Manila, on Monday.", "Subic", "1685578"),
    ("The flood hit the town of Mrozy, 34 miles east of Warsaw, on Monday.", "Mrozy", "764292"),
    ("The flood hit the town of Mrozy, 31 miles southwest of Warsaw, on Monday.", "Mrozy", "764293"),
    ("The town of Santiago, 38 miles northwest of Manila, was quiet.", "Santiago", "1687812"),
    ("Lewisburg lies on the bank of the Cumberland, 58 miles north of Nashville.", "Lewisburg", "4297974"),
]


@pytest.mark.parametrize(("text", "name", "place_id"), CHOICES)
def test_the_direction_chooses_among_places_of_a_name(geoparser, text: str, name: str, place_id: str):
    """The distance alone fits both towns; a famous namesake far away fits neither."""
    names = ["Cumberland"] if "Cumberland" in text else []
    names = [name, *names, text.split(" of ")[-1].split(",")[0].split(" was")[0].strip(" .")]
    spans = [(text.rindex(each), text.rindex(each) + len(each)) for each in names]
    parsed = geoparser.resolve(Document(text=text), spans)
    assert parsed.resolutions[0].place.id.key == place_id


def test_other_mentions_of_the_name_follow(geoparser):
    """What is stated beside one mention holds for the others in the text."""
    text = "Rain fell on Lewisburg. The town of Lewisburg, 58 miles north of Nashville, was flooded."
    spans = [(13, 22), (36, 45), (65, 74)]
    assert [text[start:end] for start, end in spans] == ["Lewisburg", "Lewisburg", "Nashville"]
    parsed = geoparser.resolve(Document(text=text), spans)
    assert [each.place.id.key for each in parsed.resolutions[:2]] == ["4297974", "4297974"]


def test_a_position_that_fits_nothing_changes_nothing(geoparser):
    """A misprinted distance does not make a capital a village; the contradiction is told elsewhere."""
    said, plain = "Baghdad, 4000 km south of Mosul, was quiet.", "Baghdad and also far-away Mosul were quiet."
    for text in (said, plain):
        start = text.index("Mosul")
        parsed = geoparser.resolve(Document(text=text), [(0, 7), (start, start + 5)])
        assert [each.place.id.key for each in parsed.resolutions] == ["98182", "99072"]


def test_bearings_between_unit_vectors():
    """North, east, south and west, also across the date line."""
    here = unit_vector(10, 179.5)
    turns = [(11, 179.5, 0), (10, -179.5, 90), (9, 179.5, 180), (10, 178.5, 270)]
    for latitude, longitude, expected in turns:
        found = bearing_between_deg(here, unit_vector(latitude, longitude))
        assert abs((found - expected + 180) % 360 - 180) < 0.2
