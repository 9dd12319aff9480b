"""Coordinates in a text become mentions, and their text becomes degrees."""

import pytest

from geomap.recognize.coordinates import find_coordinates, parse_coordinate


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("36.335, 43.119", 36.335, 43.119),
        ("-33.8568, 151.2153", -33.8568, 151.2153),
        ("48.8584 N, 2.2945 E", 48.8584, 2.2945),
        ("36°20'06\"N 43°07'08\"E", 36.335, 43.118889),
        ("36° 20′ S, 43° 07′ 30″ W", -36.333333, -43.125),
        ("N 50°27.5' E 30°31.4'", 50.458333, 30.523333),
        ("12.5° N and 43.3° E", 12.5, 43.3),
        ("Lat: 33.3152, Lon: 44.3661", 33.3152, 44.3661),
        ("latitude -33.5 longitude 151.25", -33.5, 151.25),
        ("Lat 33.5°S, Long 151.2°E", -33.5, 151.2),
        # The Eiffel Tower and a corner of Honolulu, as other converters give them.
        ("31U 448252 5411933", 48.8582, 2.2945),
        ("31U DQ 48251 11932", 48.8582, 2.2945),
        ("4QFJ12345678", 21.3095, -157.9168),
    ],
)
def test_parse_coordinate_gives_degrees(text, latitude, longitude):
    """Each notation, both hemispheres."""
    found = parse_coordinate(text)
    assert found == pytest.approx((latitude, longitude), abs=2e-4)


@pytest.mark.parametrize(
    "text", ["2.5, 3.1", "91.5000 N, 20.0000 E", "36°75'00\"N 43°07'08\"E", "Mosul", "31U AA 1 1", "99U 448252 5411933"]
)
def test_parse_coordinate_refuses_what_is_none(text):
    """Numbers out of range, plain pairs and words are no coordinates."""
    assert parse_coordinate(text) is None


def test_find_coordinates_marks_them_in_their_sentence():
    """Every notation in one text, each once, with its offsets."""
    text = (
        "The boat sank at 35.120, 24.900 after midnight. A buoy at 35°07'N 24°54'E sent the call; the search "
        "began in 35S KU 12345 67890 and cost 1.5, or 2.5, million. Version 1.234, 5.678 of the form."
    )
    found = find_coordinates(text)
    assert [mention.text for mention in found] == [
        "35.120, 24.900",
        "35°07'N 24°54'E",
        "35S KU 12345 67890",
    ]
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert {mention.kind for mention in found} == {"coordinate"}
