"""Waters and lines: "the western bank of the Tigris", "along the river", "off Libya", "the Syrian border", coasts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.relations.anchors import NAME, Anchor, Antecedent, MaskedText, anchor_at, border_at, coast_at
from geomap.relations.compass import ADJECTIVE, bearing_deg
from geomap.relations.cue import Cue

#: Last words of streets' names: "off Mill Road" is not at sea.
STREETS = frozenset(
    "road street avenue drive lane highway boulevard freeway parkway bypass route rd st ave blvd".split()
)
_BANK = re.compile(
    rf"(?:(?:on|along|at|from|to)\s+)?(?:the\s+)?(?:(?P<adj>{ADJECTIVE}|left|right|opposite|far|both|near)(?:\s+hand)?\s+)?"
    r"(?P<noun>(?:river\s?|lake)?banks?|(?:lake)?shores?|side|shorelines?)\s+of\s+"
)
_BANK_NAMED = re.compile(
    rf"(?:the\s+)?(?P<name>{NAME})(?:\s+(?i:River))?(?:[’']s)?\s+(?P<adj>{ADJECTIVE}|left|right)\s+(?:bank|shore)s?\b"
)
_ALONG = re.compile(
    r"(?<![\w-])(?P<word>(?i:along(?:side)?(?:\s+the\s+length\s+of)?|on|beside))\s+"
    r"(?=(?:the\s+)?(?:[a-z]+\s+)?[\ue000\ue002]|the\s+(?:river|lake|canal)\b)"
)
_OFF = re.compile(r"(?<![\w-])(?P<word>(?i:off(?:shore\s+(?:from|of))?))\s+")
# "blocked off an area of", "sealed off": nothing is at sea.
_CUT_OFF = re.compile(
    r"\b(?i:block|seal|cut|cordon|clos|clear|fenc|rop|shut|wall|mark|break|brok|sell|sold|pay|paid|set|kick|tak|took|show)"
    r"\w*\s+\Z"
)
# "sailing on Lake Ontario" is on the water, not on its shore.
_AFLOAT = re.compile(
    r"\b(?i:sail|boat|row|cano|kayak|fish|swim|skipper|cruis|ferr|vessel|ship|yacht|surf|skat|tanker|barge|navy|naval)"
    r"\w*(?:\s+\w+){0,2}\s+\Z"
)
_LINE_WORD = re.compile(
    r"\b(?i:borders?|borderlands?|frontiers?|boundary|state\s+lines?|coasts?|coastlines?|seaboard)\b"
)
_WORD_START = re.compile(r"(?<![\w’'\ue001-])(?=[\w\ue000\ue002])")
_LINK_WORDS = re.compile(
    r"(?i:near|along|close\s+to|on|at|across|over|towards?|around|not\s+far\s+from|in\s+the\s+vicinity\s+of)\s+(?:both\s+sides\s+of\s+)?\Z"
)
_LINE_WORDS = ("border", "frontier", "boundary", "state line", "coast", "seaboard")


def waters(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_BANK, ("bank", "shore", "side of"), back=40, ahead=30):
        side = (match["adj"] or "").lower()
        noun = match["noun"].lower()
        if noun == "side" and not side:
            continue
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            yield _bank(match.start(), anchor.end, anchor, side, noun)
    for match in page.matches(_BANK_NAMED, ("bank", "shore"), back=70, ahead=10):
        names = (page.by_start[match.start("name")],)
        anchor = Anchor(start=match.start("name"), end=match.end("name"), names=names)
        yield _bank(match.start(), match.end(), anchor, match["adj"].lower(), "bank")
    for match in _ALONG.finditer(page.text):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            word = "on" if match["word"].lower() == "on" else "along"
            if word == "on" and _AFLOAT.search(page.text, max(0, match.start() - 40), match.start()):
                continue
            yield Cue(start=match.start(), end=anchor.end, kind="along", anchors=(anchor,), word=word)
    for match in page.matches(_OFF, ("off",), back=1, ahead=20):
        anchor = anchor_at(page, match.end(), antecedent)
        if _CUT_OFF.search(page.text, max(0, match.start() - 20), match.start()):
            continue
        if anchor is not None and anchor.form != "border" and not _is_street(anchor):
            yield Cue(
                start=match.start(), end=anchor.end, kind="offshore", anchors=(anchor,), word="off",
                bearings_deg=(anchor.bearing_deg,) if anchor.bearing_deg is not None else (),
            )  # fmt: skip


def _is_street(anchor: Anchor) -> bool:
    # "Mill Road", "40th Avenue South".
    return any(not STREETS.isdisjoint(name.text.lower().split()[-2:]) for name in anchor.names)


def _bank(start: int, end: int, anchor: Anchor, side: str, noun: str) -> Cue:
    bearing = bearing_deg(side) if side else None
    return Cue(
        start=start, end=end, kind="bank", anchors=(anchor,), word=f"{side} {noun}".strip(),
        bearings_deg=(bearing,) if bearing is not None else (),
    )  # fmt: skip


def lines(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    """Borders and coasts by themselves, with the preposition before them."""
    for match in page.matches(_LINE_WORD, _LINE_WORDS, back=8, ahead=20):
        earliest = max(0, match.start() - 90)
        for at in _WORD_START.finditer(page.text, earliest, match.end()):
            anchor = border_at(page, at.start()) or coast_at(page, at.start())
            if anchor is None or not anchor.start <= match.start() < anchor.end:
                continue
            before = _LINK_WORDS.search(page.text, max(0, at.start() - 30), at.start())
            yield Cue(
                start=before.start() if before else anchor.start, end=anchor.end, kind=anchor.form,
                anchors=(anchor,), word=before[0].strip().lower() if before else "",
                bearings_deg=(anchor.bearing_deg,) if anchor.bearing_deg is not None else (),
            )  # fmt: skip
            break
