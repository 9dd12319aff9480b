"""The compass turns words into bearings: "north-west", "NNE", "southeastern" are degrees and a width."""

from __future__ import annotations

import re

_POINTS = {
    "north": 0.0, "northnortheast": 22.5, "northeast": 45.0, "eastnortheast": 67.5,
    "east": 90.0, "eastsoutheast": 112.5, "southeast": 135.0, "southsoutheast": 157.5,
    "south": 180.0, "southsouthwest": 202.5, "southwest": 225.0, "westsouthwest": 247.5,
    "west": 270.0, "westnorthwest": 292.5, "northwest": 315.0, "northnorthwest": 337.5,
}  # fmt: skip
_LETTERS = {"n": "north", "e": "east", "s": "south", "w": "west"}
_NAMES = {
    0.0: "north", 22.5: "north-northeast", 45.0: "northeast", 67.5: "east-northeast", 90.0: "east",
    112.5: "east-southeast", 135.0: "southeast", 157.5: "south-southeast", 180.0: "south",
    202.5: "south-southwest", 225.0: "southwest", 247.5: "west-southwest", 270.0: "west",
    292.5: "west-northwest", 315.0: "northwest", 337.5: "north-northwest",
}  # fmt: skip

_CARDINAL = r"(?:north|south|east|west)"
#: "north", "north-west", "north-northwest", in any case.
NOUN = rf"(?:(?i:(?:{_CARDINAL}[\s-]?){{0,2}}{_CARDINAL}(?:wards?)?)\b)"
#: "NNE", in capitals; only beside a distance.
LETTERS = r"(?:\b(?:[NS]{1,2}[EW]|[EW][NS][EW]|[NSEW])\b)"
#: "northern", "north-western", "northwest", "central", "north-central".
ADJECTIVE = (
    rf"(?:(?i:(?:{_CARDINAL}[\s-]?){{0,2}}{_CARDINAL}(?:ern(?:most)?)?"
    rf"(?:[\s-](?:central))?|central)\b)"
)
_WORD = re.compile(r"north|south|east|west|central")


def bearing_deg(words: str) -> float | None:
    """Degrees clockwise from north that the words say; ``None`` for "central" and for no direction.

    >>> bearing_deg("North-western"), bearing_deg("NNE"), bearing_deg("central")
    (315.0, 22.5, None)
    """
    stripped = words.strip()
    if re.fullmatch(r"[NSEW]{1,3}", stripped):
        joined = "".join(_LETTERS[letter] for letter in stripped.lower())
    else:
        joined = "".join(word for word in _WORD.findall(words.lower()) if word != "central")
    return _POINTS.get(joined)


def is_central(words: str) -> bool:
    """True for "central" and "north-central"."""
    return "central" in words.lower()


def half_width_deg(bearing: float) -> float:
    """How far to each side a writer's word may be off.

    Half the gap between points would be 22.5 and 11.25 degrees for 8 and 16 points; writers look at a map,
    not at a compass, and the town's middle is not the gazetteer's: a third more takes in nine of ten.
    """
    return 30.0 if bearing % 45 == 0 else 20.0


def point_name(bearing: float) -> str:
    """The compass point nearest to a bearing.

    >>> point_name(181.0)
    'south'
    """
    return _NAMES[round(bearing / 22.5) % 16 * 22.5]
