"""Distances and travel times: "60 km south of", "within 20 miles of", "a radius of 5 km around", "two hours from"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.relations.anchors import NAME, Antecedent, MaskedText, anchor_at
from geomap.relations.compass import NOUN, bearing_deg
from geomap.relations.cue import DIRECTION, Cue
from geomap.relations.measures import DISTANCE, Measure, measure

_WALKS = (
    r"(?:(?i:drives?|walks?|hikes?|rides?|flights?|journeys?|trips?|sails?|treks?|travel|"
    r"by\s+(?:car|road|train|bus|boat|foot|air|plane|helicopter|ferry))\b)"
)
_DISTANCE_TAIL = re.compile(
    rf"{DISTANCE}(?:\s+or\s+so)?(?:,?\s+(?:as\s+the\s+crow\s+flies|by\s+road|away|inland|downriver|downstream|upriver|"
    r"upstream|offshore|further|farther)\b,?)?"
    rf"(?:(?:\s+(?:to|towards?)\s+the|\s+due|,)?\s+(?P<direction>{DIRECTION})(?:\s+(?:of|from)\s+)"
    r"|(?P<radius>[\s-](?:exclusion\s+zone|radius|circle|perimeter))?\s+(?P<link>(?:outside|out|away|inland|off|upriver"
    r"|downriver|upstream|downstream|short|offshore)(?:\s+(?:of|from))?|from|of|around)\s+)",
)
_ONWARD = re.compile(rf"\s+to\s+(?:the\s+)?(?:[A-Z]|{NAME})")
_RADIUS = re.compile(rf"(?:radius|circle|perimeter)\s+of\s+{DISTANCE}\s+(?:around|from|of|round)\s+")
_TIME = re.compile(
    r"(?P<time>(?:(?i:about|around|some|roughly|nearly|almost|less\s+than|more\s+than|within|just)\s+)*"
    r"(?i:(?:\d+(?:\.\d+)?|half\s+an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"thirty|forty|several|a\s+few)(?:[\s-](?:and[\s-]a[\s-]half|to[\s-]\w+))?[\s-](?:minutes?|hours?|days?)"
    r"[’']?s?(?:\s+and\s+a\s+half)?))"
    rf"(?P<walk>[’']?\s*(?:\w+\s+)?{_WALKS})?(?P<away>\s+away)?"
    rf"\s+(?:(?:to\s+the\s+)?(?P<direction>{NOUN})\s+(?:of|from)|(?P<link>from|outside(?:\s+of)?))\s+"
)
# Words that every match of a pattern holds: see `MaskedText.matches`.
_UNIT_WORDS = (
    "mile", "km", "kilomet", "metre", "meter", "yard", "feet", "foot", *(f"{digit}m " for digit in range(10)),
    "0 m ", "5 m ", " mi ", " mi. ", "0mi ", " nm ", " nmi ", " ft ", " yds ",
)  # fmt: skip
_RADIUS_WORDS = ("radius of", "circle of", "perimeter of")


def distances(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_DISTANCE_TAIL, _UNIT_WORDS, back=50, ahead=90):
        stated = measure(match)
        if stated is None:
            continue
        link = (match["link"] or "").lower()
        within = stated.hedge == "below" or bool(match["radius"])
        if link in ("of", "around") and not within:
            continue
        yield from _measured(page, antecedent, match, stated, link, within)
    for match in page.matches(_RADIUS, _RADIUS_WORDS, back=2, ahead=60):
        stated = measure(match)
        if stated is not None:
            yield from _measured(page, antecedent, match, stated, "of", True)


def _measured(
    page: MaskedText, antecedent: Antecedent, match: re.Match[str], stated: Measure, link: str, within: bool
) -> Iterator[Cue]:
    anchor = anchor_at(page, match.end(), antecedent)
    if anchor is None:
        return
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    direction = match.groupdict().get("direction")
    if direction:
        yield Cue(
            start=start, end=anchor.end, kind="offset", anchors=(anchor,), measure=stated,
            bearings_deg=(bearing_deg(direction),),
        )  # fmt: skip
        return
    kind = "offshore" if link.startswith("off") else "within" if within else "distance"
    # "60 km from Mosul to Erbil" is a road's length, not a place.
    if link == "from" and _ONWARD.match(page.text, anchor.end):
        return
    yield Cue(start=start, end=anchor.end, kind=kind, anchors=(anchor,), measure=stated, word=link)


def times(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_TIME, ("minute", "hour", "day"), back=50, ahead=70):
        days = "day" in match["time"]
        if not (match["walk"] or match["direction"] or match["away"] or not days):
            continue
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None:
            bearing = bearing_deg(match["direction"]) if match["direction"] else None
            yield Cue(
                start=match.start(), end=anchor.end, kind="travel time", anchors=(anchor,),
                bearings_deg=(bearing,) if bearing is not None else (), word=match["time"],
            )  # fmt: skip
