"""A measure is a distance as a text states it: figures or words, either unit system, hedges and ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Metres of each unit; keys are what the unit's spelling begins with.
_UNITS = (
    (re.compile(r"naut|nm|sea"), 1852.0),
    (re.compile(r"kilo|km|k$"), 1000.0),
    (re.compile(r"mi"), 1609.344),
    (re.compile(r"met|m$"), 1.0),
    (re.compile(r"y"), 0.9144),
    (re.compile(r"f"), 0.3048),
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_PHRASES = {
    "a couple of": 2.0, "a couple": 2.0, "a few": 3.0, "several": 5.0, "a dozen": 12.0, "half a": 0.5, "half an": 0.5,
    "half": 0.5, "a": 1.0, "an": 1.0, "a hundred": 100.0, "a few hundred": 300.0, "several hundred": 300.0,
    "half a dozen": 6.0,
}  # fmt: skip

#: Units of length as written after a figure.
UNIT = (
    r"(?:nautical\s+miles?|sea\s+miles?|nmi?|kilomet(?:er|re)s?|kms?|miles?|mi|met(?:er|re)s?|m|yards?|yds?|feet|foot|ft)"
    r"(?![^\W\d_])\.?"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d/\d|\d+(?:\.\d+)?(?:\s\d/\d)?"
_SPELT = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = (
    rf"(?:{_DIGITS}|(?:half\s+a|a)\s+(?:few\s+hundred|hundred|dozen|few|couple(?:\s+of)?)|several(?:\s+hundred)?"
    rf"|half\s+an?|(?:{_SPELT})(?:[\s-](?:{_SPELT}))*|half|an?)"
)
_HEDGES = (
    (r"up\s+to|at\s+most|less\s+than|fewer\s+than|no\s+more\s+than|not\s+more\s+than|under|within|inside", "below"),
    (r"more\s+than|at\s+least|upwards?\s+of|over|beyond|no\s+less\s+than", "above"),
    (r"just\s+over|a\s+little\s+over|slightly\s+more\s+than|a\s+little\s+more\s+than", "just above"),
    (r"nearly|almost|just\s+under|a\s+little\s+under|slightly\s+less\s+than|close\s+to|barely", "just below"),
    (r"some|about|around|roughly|approximately|approx\.?|an\s+estimated|circa|ca\.?|c\.|~|maybe|perhaps", "about"),
    (r"exactly|precisely", "exactly"),
    (r"just|only", "about"),
)  # fmt: skip
_HEDGE = "|".join(pattern for pattern, _ in sorted(_HEDGES, key=lambda pair: -len(pair[0])))
#: A distance: "some 60 kilometers (35 miles)", "20 to 30 km", "between 5 and 6 miles", "a few hundred metres".
DISTANCE = (
    rf"(?:(?P<hedge>(?:(?i:{_HEDGE})\s*)+)(?:the\s+)?)?(?:(?i:between|from)\s+)?"
    rf"(?<![\w.,$£€/])(?P<low>(?i:{_NUMBER}))[\s-]?"
    rf"(?:(?P<unit_low>(?i:{UNIT}))?\s*(?:-|–|to|and|or)\s*(?P<high>(?i:{_NUMBER}))[\s-]?)?"
    rf"(?P<unit>(?i:{UNIT}))"
    rf"(?:\s*(?:\(|\[|/|,?\s*or\s+)(?:(?i:{_HEDGE})\s+)?[\d.,\s–-]+\s?-?(?i:{UNIT})[)\]]?,?)?"
)
_DISTANCE = re.compile(DISTANCE)
_VAGUE = re.compile(r"few|several|couple|dozen|hundred")
#: "60 km" at once: what a resolver needs between two names, up to "of" or "from".
SHORT_DISTANCE = r"(\d[\d,.]*)[\s-]*(?:\([^)]{0,20}\)\s*)?(km|kilo|mile|mi)[a-z]*"
#: Kilometres of the units of `SHORT_DISTANCE`.
KM = {"km": 1.0, "kilo": 1.0, "mile": 1.609344, "mi": 1.609344}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A stated distance in metres with the least and the most that its words allow."""

    stated_m: float
    low_m: float
    high_m: float
    hedge: str | None = None


def number(words: str) -> float | None:
    """The number that figures or words spell.

    >>> number("1,500"), number("twenty-five"), number("2 1/2"), number("1/2"), number("a few hundred")
    (1500.0, 25.0, 2.5, 0.5, 300.0)
    """
    text = " ".join(words.lower().replace("-", " ").split())
    if text in _PHRASES:
        return _PHRASES[text]
    if text and text[0].isdigit():
        whole, _, fraction = text.replace(",", "").partition(" ")
        if "/" in whole:
            whole, fraction = "0", whole
        if fraction:
            over, under = fraction.split("/")
            return float(whole) + int(over) / max(1, int(under))
        return float(whole)
    total = 0.0
    for word in text.split():
        if word not in _WORDS and word not in ("a", "an"):
            return _PHRASES.get(text)
        total = max(1.0, total) * 100 if word == "hundred" else total + _WORDS.get(word, 0)
    return total or None


def unit_m(unit: str) -> float:
    """Metres of a unit as it is written.

    >>> unit_m("kilometres"), unit_m("nautical miles"), unit_m("miles")
    (1000.0, 1852.0, 1609.344)
    """
    spelling = unit.lower().strip(" .")
    return next(metres for pattern, metres in _UNITS if pattern.match(spelling))


def measure(match: re.Match[str]) -> Measure | None:
    """The measure of a match of `DISTANCE`; ``None`` when it holds no number.

    The margins: a writer rounds, and often gives the road, which is a fifth longer than the straight line;
    so a plain figure may be a quarter too long and a sixth too short.
    """
    low = number(match["low"])
    if low is None or low <= 0:
        return None
    high = number(match["high"]) if match["high"] else None
    metres = unit_m(match["unit"])
    low_m = low * (unit_m(match["unit_low"]) if match["unit_low"] else metres)
    if high is not None and high > low:
        high_m = high * metres
        return Measure(stated_m=(low_m + high_m) / 2, low_m=0.85 * low_m, high_m=1.15 * high_m, hedge="range")
    hedge = "vague" if _VAGUE.search(match["low"].lower()) else _hedge(match["hedge"] or "")
    least, most = _MARGINS[hedge]
    return Measure(stated_m=low_m, low_m=least * low_m, high_m=most * low_m, hedge=hedge)


def _hedge(words: str) -> str | None:
    words = " ".join(words.lower().split())
    if not words:
        return None
    found = [(len(match[0]), name) for pattern, name in _HEDGES for match in [re.search(pattern, words)] if match]
    return max(found)[1] if found else None


#: Least and most of the true straight distance as shares of the stated one, by hedge.
_MARGINS = {
    None: (0.79, 1.17),
    "exactly": (0.85, 1.1),
    "about": (0.77, 1.2),
    "below": (0.4, 1.05),
    "above": (0.85, 1.5),
    "just above": (0.85, 1.3),
    "just below": (0.7, 1.07),
    "vague": (0.4, 2.0),
}


def parse_distance(words: str) -> Measure | None:
    """The measure that ``words`` state, or ``None``.

    >>> parse_distance("some 60 kilometers (35 miles)").stated_m
    60000.0
    """
    match = _DISTANCE.search(words)
    return measure(match) if match else None
