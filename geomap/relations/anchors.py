"""An anchor is what a spatial phrase measures from: a named place, "the city", a border, a coast.

The grammar reads a masked text: every mention is a run of private characters of the same length, so that
patterns see "about 12 miles south of @@@@" and offsets stay those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from geomap.model import Mention, MentionKind
from geomap.relations.compass import ADJECTIVE, bearing_deg

_FIRST, _NEXT, _DEMONYM = "\ue000", "\ue001", "\ue002"
#: A place name, a demonym, either, in a masked text.
NAME = f"{_FIRST}{_NEXT}*(?!{_NEXT})"
DEMONYM = f"{_DEMONYM}{_NEXT}*(?!{_NEXT})"
EITHER = f"[{_FIRST}{_DEMONYM}]{_NEXT}*(?!{_NEXT})"
_CLEAN = str.maketrans({_FIRST: " ", _NEXT: " ", _DEMONYM: " "})

#: Words for kinds of places, by the feature codes (class plus code) that they mean.
KINDS: dict[str, tuple[str, ...]] = {
    "city": ("P",), "town": ("P",), "village": ("P",), "municipality": ("P", "AADM2"), "settlement": ("P",),
    "hamlet": ("P",), "community": ("P",), "suburb": ("P",), "capital": ("PPPLC",), "port": ("P",),
    "resort": ("P",), "camp": ("P",), "commune": ("P",), "township": ("P",),
    "province": ("AADM",), "state": ("AADM1",), "region": ("AADM", "L"), "governorate": ("AADM1",),
    "county": ("AADM2", "AADM1"), "district": ("AADM2", "AADM1"), "department": ("AADM",), "prefecture": ("AADM1",),
    "oblast": ("AADM1",), "parish": ("AADM2", "AADM1"), "territory": ("AADM1",), "canton": ("AADM1",),
    "country": ("APCL",), "nation": ("APCL",), "kingdom": ("APCL",), "republic": ("APCL",),
    "river": ("HSTM", "HCNL"), "lake": ("HLK", "HRSV"), "sea": ("HSEA", "HOCN"), "gulf": ("HGULF", "HBAY"),
    "bay": ("HBAY", "HGULF"), "strait": ("HSTRT", "HCHN"), "canal": ("HCNL",), "reservoir": ("HRSV", "HLK"),
    "island": ("TISL", "APCL", "AADM", "L"), "peninsula": ("TPEN", "L"), "desert": ("TDSRT", "L"),
    "mountain": ("TMT", "T"), "valley": ("TVAL", "L"), "delta": ("TDLTA", "L"), "continent": ("LCONT",),
}  # fmt: skip
_KIND = rf"(?:(?i:{'|'.join(KINDS)}|mountains|area|capital\s+city|port\s+city|neighbou?rhood|stronghold)\b)"
# Words that describe a place, as in "the besieged old town of": no prepositions, no articles.
_BEFORE_KIND = r"(?:(?!(?:an?|the|as|in|of|to|from|at|on|for|by|with|near|and|or|that|is|was)\s)[a-z][\w’'-]*\s+){0,3}?"
_BORDER_WORD = r"(?:(?i:borders?|frontiers?|boundary|state\s+lines?|borderlands?)\b)"
# Small letters: the Gold Coast is a city.
_COAST_WORD = r"(?:(?:coasts?|coastlines?|seacoast|seaboard|shores?|shorelines?)\b)"
# "border guards", "border town", "coast guard": the phrase names people and things, not a line.
_NO_NOUN = (
    r"(?!\s+(?i:guards?|patrols?|police|town|towns|city|cities|village|villages|crossings?|posts?|officials?|"
    r"dispute|security|war|wars|controls?|checks?|agency|forces?|states?|collie|agents?|wall|closure|closures|"
    r"troops|guardsmen|policy|management|guardsman)\b)"
)
# What may not follow the anchor's name: "north of @@@ University", "@@@'s airport", the road "@@@ 95".
_NAME_ENDS = (
    r"(?![’'][sS]\b)(?![\w’'])(?!\s\d)"
    r"(?!\s+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Province|City|River|County|State)[A-Z][a-z]{2})"
)

_PLACE = re.compile(
    rf"(?P<within>(?:the\s+)?(?:{ADJECTIVE}\s+)?(?:outskirts|suburbs|edges?|cent(?:re|er))\s+of\s+)?"
    rf"(?:(?i:the|a|an)\s+)?(?:(?:{EITHER}\s+)?{_BEFORE_KIND}{_KIND}(?:\s+of|,)?\s+(?:the\s+)?)?"
    rf"(?P<inner>{ADJECTIVE}\s+|(?i:downtown|inner|greater)\s+)?(?P<name>{NAME}){_NAME_ENDS}"
    rf"(?:\s+{_KIND}(?!\s+of\b))?"
)
_POSSESSED = re.compile(
    rf"(?:the\s+)?{EITHER}[’']s?\s+{_BEFORE_KIND}{_KIND}(?:\s+of)?,?\s+(?P<name>{NAME}){_NAME_ENDS}"
)
_GENERIC = re.compile(
    rf"(?:the|this|that|its)\s+(?P<country>{DEMONYM}\s+)?{_BEFORE_KIND}(?P<kind>(?i:{'|'.join(KINDS)}))\b"
    rf"(?!\s+(?:of|{EITHER}|[A-Z]))(?![’'-]\w)(?!\s+(?i:cent(?:re|er)|hall|council|police|government|officials?|limits|"
    r"park|airport|court|house|line|lines|border|bank|banks|hospital|university|school|department|office)\b)"
)
_BORDERS = (
    re.compile(
        rf"(?:the\s+)?(?P<adj>{ADJECTIVE}\s+)?(?P<a>{EITHER})\s?(?:[-–—/]|\s+and\s+)\s?(?P<b>{EITHER})\s+"
        rf"(?P<adj2>{ADJECTIVE}\s+)?{_BORDER_WORD}{_NO_NOUN}"
    ),
    re.compile(
        rf"(?:the\s+)?(?:[a-z]+\s+)?(?P<adj>{ADJECTIVE}\s+)?{_BORDER_WORD}\s+(?:(?:area|areas|region|zone|zones)\s+)?"
        rf"(?:between|of|separating|dividing)\s+(?:the\s+)?(?P<a>{NAME})\s+(?:and|from)\s+(?:the\s+)?(?P<b>{NAME})"
    ),
    re.compile(
        rf"(?:the\s+)?(?P<a>{EITHER})[’']s?\s+(?:[a-z]+\s+)?(?P<adj>{ADJECTIVE}\s+)?{_BORDER_WORD}"
        rf"(?:\s+(?:area|areas|region|zone|zones))?\s+with\s+(?:neighbou?ring\s+)?(?:the\s+)?(?P<b>{NAME})"
    ),
    re.compile(
        rf"(?:(?:the|its|their|a)\s+)?(?:[a-z]+\s+)?(?P<adj>{ADJECTIVE}\s+)?{_BORDER_WORD}"
        rf"(?:\s+(?:area|areas|region|regions|zone|zones))?\s+(?P<with>with|to)\s+(?:neighbou?ring\s+)?(?:the\s+)?(?P<b>{NAME})"
    ),
    re.compile(
        rf"(?:the\s+)?(?P<a>{EITHER})(?:[’']s?)?\s+(?P<adj>{ADJECTIVE}\s+)?{_BORDER_WORD}{_NO_NOUN}"
    ),
    re.compile(
        rf"(?:the\s+)?(?P<adj>{ADJECTIVE}\s+)?{_BORDER_WORD}\s+of\s+(?:the\s+)?(?P<a>{NAME})"
    ),
    re.compile(rf"(?P<again>the\s+(?:border|frontier)){_NO_NOUN}\b(?!\s+(?:with|of|between))"),
)
_COASTS = (
    re.compile(
        rf"(?:(?:the|its)\s+)?(?P<adj>{ADJECTIVE}\s+)?{_COAST_WORD}\s+of\s+(?:the\s+)?{_BEFORE_KIND}(?:{_KIND}\s+of\s+)?(?P<a>{NAME})"
    ),
    re.compile(
        rf"(?:the\s+)?(?P<a>{EITHER})(?:[’']s?)?\s+(?P<adj>{ADJECTIVE}\s+)?{_COAST_WORD}"
        r"(?!\s+(?i:guards?|guardsmen|starters?)\b)"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An anchor's span and names. ``form`` is place, border or coast.

    ``bearing_deg`` is which part of the border or coast: "the northern border". ``inner`` is where an
    inner phrase begins: "central Mosul" in "south of central Mosul".
    """

    start: int
    end: int
    names: tuple[Mention, ...]
    form: str = "place"
    bearing_deg: float | None = None
    inner: int | None = None


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text whose mentions are masked, in lower case too, and who stands where."""

    text: str
    lower: str
    by_start: dict[int, Mention]

    def matches(
        self, pattern: re.Pattern[str], words: Sequence[str], *, back: int, ahead: int
    ) -> Iterator[re.Match[str]]:
        """The pattern's matches near any of the words, which are much faster to find than the pattern."""
        spots = []
        for word in words:
            at = self.lower.find(word)
            while at >= 0:
                spots.append(at)
                at = self.lower.find(word, at + 1)
        spots.sort()
        start = end = 0
        for spot in spots:
            if spot - back > end:
                if end:
                    yield from pattern.finditer(self.text, start, end)
                # A window never opens within the one before: no match is given twice.
                start = spot - back
            end = min(len(self.text), spot + ahead)
            start = max(0, start)
        if end:
            yield from pattern.finditer(self.text, start, end)


def masked(text: str, mentions: Sequence[Mention]) -> MaskedText:
    """``text`` with each mention as private characters, the longest of those that overlap."""
    pieces = []
    by_start: dict[int, Mention] = {}
    position = 0
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if mention.start < position:
            continue
        pieces.append(text[position : mention.start].translate(_CLEAN))
        first = _DEMONYM if mention.kind == MentionKind.DEMONYM else _FIRST
        pieces.append(first + _NEXT * (mention.end - mention.start - 1))
        by_start[mention.start] = mention
        position = mention.end
    pieces.append(text[position:].translate(_CLEAN))
    masked_text = "".join(pieces)
    lower = masked_text.lower()
    # A few letters are two in lower case; offsets matter more than case.
    return MaskedText(masked_text, lower if len(lower) == len(masked_text) else masked_text, by_start)


#: Gives the place that "the city" means at an offset: (kind word, offset) → mention or None.
Antecedent = Callable[[str, int], Mention | None]


def anchor_at(page: MaskedText, start: int, antecedent: Antecedent, *, end: int | None = None) -> Anchor | None:
    """The anchor that begins at ``start``: a border or coast before a name, a name before "the city"."""
    for composite in (border_at, coast_at):
        anchor = composite(page, start)
        if anchor is not None:
            return anchor
    match = _PLACE.match(page.text, start) or _POSSESSED.match(page.text, start)
    if match is not None:
        groups = match.groupdict()
        mention = page.by_start[match.start("name")]
        return Anchor(
            start=start,
            end=match.end(),
            names=(mention,),
            inner=next((match.start(part) for part in ("within", "inner") if groups.get(part)), None),
        )
    match = _GENERIC.match(page.text, start)
    if match is not None:
        mention = antecedent(match["kind"].lower(), start)
        if mention is not None:
            return Anchor(start=start, end=match.end(), names=(mention,))
    return None


def border_at(page: MaskedText, start: int) -> Anchor | None:
    """The border that begins at ``start``; without names for "the border" alone."""
    return _composite(page, start, _BORDERS, "border")


def coast_at(page: MaskedText, start: int) -> Anchor | None:
    """The coast that begins at ``start``."""
    return _composite(page, start, _COASTS, "coast")


def _composite(page: MaskedText, start: int, patterns: Sequence[re.Pattern[str]], form: str) -> Anchor | None:
    for pattern in patterns:
        match = pattern.match(page.text, start)
        if match is None:
            continue
        groups = match.groupdict()
        names = tuple(page.by_start[match.start(name)] for name in ("a", "b") if groups.get(name))
        adjective = groups.get("adj") or groups.get("adj2")
        return Anchor(
            start=match.start(),
            end=match.end(),
            names=names,
            form=form,
            bearing_deg=bearing_deg(adjective) if adjective else None,
        )
    return None
