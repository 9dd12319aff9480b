"""What a mention and a place take on the page is limited, so that large maps stay small."""

from __future__ import annotations

import json
import random

import pytest
from render_world import BoxGazetteer, place, resolution

from geomap.model import Document, GeoparsedDocument, Mention
from geomap.render import build_map

REPORTS, PLACES, MENTIONS = 250, 500, 5_000


@pytest.fixture(scope="module")
def payload() -> dict:
    """5,000 mentions of 500 towns in 250 reports, as the page gets them."""
    chance = random.Random(7)
    towns = [
        place(f"geonames:{n}", f"Town {n}", round(chance.uniform(30, 40), 4), round(chance.uniform(36, 50), 4))
        for n in range(PLACES)
    ]
    reports = []
    for number in range(REPORTS):
        text, resolutions = "", []
        for index in range(MENTIONS // REPORTS):
            town = towns[(number * 20 + index) % PLACES]
            start = len(text) + len("Trucks reached ")
            text += f"Trucks reached {town.name}. "
            resolutions.append(resolution(Mention(start=start, end=start + len(town.name), text=town.name), town))
        reports.append(GeoparsedDocument(document=Document(text=text, id=f"r{number}"), resolutions=tuple(resolutions)))
    page = build_map(reports, gazetteer=BoxGazetteer()).to_html()
    block = page.split('data-part="data"', 1)[1].split(">", 1)[1].split("</script>", 1)[0]
    return json.loads(block)


def size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def test_a_mention_takes_at_most_24_bytes(payload):
    """Besides its sentence: start, length, snippet, kind, role, state, confidence and place."""
    assert len(payload["mentions"]["s"]) == MENTIONS
    assert size(payload["mentions"]) / MENTIONS <= 24


def test_a_place_takes_at_most_160_bytes(payload):
    """A town with one reason; the reason's words stand on the page once."""
    assert len(payload["places"]) == PLACES
    assert size(payload["places"]) / PLACES <= 160
    assert len(payload["reasons"]) == len(set(payload["reasons"]))


def test_a_report_is_on_the_page_once(payload):
    """Its text and less than 120 bytes about it."""
    assert sum(size(each) - size(each["text"]) for each in payload["documents"]) / REPORTS <= 120
