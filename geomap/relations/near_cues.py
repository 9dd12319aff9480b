"""Nearness and ways: "near Mosul", "around the town", "outside", "between Mosul and Erbil", "the road from … to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.relations.anchors import NAME, Anchor, Antecedent, MaskedText, anchor_at
from geomap.relations.cue import Cue, next_anchor

_ROAD = (
    r"(?:(?i:roads?|highways?|motorways?|expressways?|freeways?|railways?|railroads?|rail\s+(?:line|link)|route|"
    r"supply\s+(?:route|line)|corridor|pipeline|canal|track|ferry\s+route)\b)"
)
_NEAR = re.compile(
    r"(?<![\w-])(?P<word>(?i:in\s+the\s+(?:vicinity|neighbou?rhood|surroundings)\s+of|not\s+far\s+from|adjacent\s+to|next\s+to|"
    r"close\s+to|near(?:\s+to)?|(?:in\s+and\s+)?around|surrounding|encircling|(?:just\s+|right\s+)?outside(?:\s+of)?))\s+"
)
_BETWEEN = re.compile(
    r"(?<![\w-])(?P<before>(?:[\w’'-]+\s+){0,3})"
    r"(?P<between>(?i:(?:mid-?way|half-?way)\s+between|in\s+between|between))\s+"
)
_ROAD_BETWEEN = re.compile(
    rf"(?:the\s+)?(?:[a-z-]+\s+)?{_ROAD}(?:\s+(?:that|which))?(?:\s+(?:runs?|running|leads?|leading|goes|going))?\s+"
    r"(?P<link>from|between|linking|connecting|links|connects|joining)\s+"
)
_ROAD_NAMED = re.compile(rf"(?:the\s+)?(?P<a>{NAME})\s?(?:[-–—/]|to|\s+to\s+)\s?(?P<b>{NAME})\s+(?:[a-z]+\s+)?{_ROAD}")
_AND = re.compile(r"(?:\s*,)?\s+(?:and|or|to|with|&)\s+")
# "outside the Oakland police station": the building, not the town.
_BUILDING = re.compile(
    r"\s+(?i:police|headquarters|stations?|courts?|courthouse|offices?|embassy|hotel|airport|club|school|hospital|mosque|"
    r"church|stadium|jail|prison|building|consulate|parliament|home|arena|mall|theat(?:re|er))\b"
)
_NEAR_WORDS = (
    "near", "close to", "around", "outside", "adjacent to", "next to", "vicinity", "surrounding", "encircling",
    "neighbo", "not far",
)  # fmt: skip
_ROAD_WORDS = (
    "road", "highway", "motorway", "expressway", "freeway", "railway", "rail li", "route", "supply line", "corridor",
    "pipeline", "canal", "track",
)  # fmt: skip
# What stands between people, not between places.
_NOT_SPACE = re.compile(
    r"(?i:talks?|wars?|match|game|games|relations?|relationship|ties|deal|deals|agreement|treaty|conflict|fighting|clash|"
    r"clashes|tensions?|trade|dispute|cooperation|meeting|difference|differences|differ|choose|alliance|summit|"
    r"negotiations|rivalry|links?|friendship|partnership|dialogue|pact|contest|final|semi-final|peace|accord|hostilities|"
    r"ceasefire|truce|communication|exchange|exchanges|battle|split|divided|gap|competition|series|standoff|feud|row|"
    r"diplomacy|flights?|misunderstandings?|disputes|routes?\s+flown|airfares?|calls?|letters?|cables?\s+sent|wire|tariffs|"
    r"contacts?|confrontation|co-operation|comparison|collaboration|similarities|mediate|mediating|mediator)\b"
)


def nears(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_NEAR, _NEAR_WORDS, back=30, ahead=40):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None or anchor.form != "place":
            continue
        word = " ".join(match["word"].lower().split())
        if match["word"][0].isupper() and page.text[: match.start()].rstrip()[-1:].isalnum():
            continue  # "the Near North Side" is a name
        if "outside" in word:
            kind = "outside"
            if _BUILDING.match(page.text, anchor.end):
                continue
        else:
            kind = "around" if word.endswith(("around", "surrounding", "encircling")) else "near"
        found = [anchor]
        while following := next_anchor(page, found[-1], antecedent, after=r"\s+and\s+(?:the\s+)?"):
            found.append(following)
        for each in found:
            yield Cue(start=match.start(), end=found[-1].end, kind=kind, anchors=(each,), word=word)


def betweens(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_BETWEEN, ("between",), back=50, ahead=12):
        pair = _pair(page, match.end(), antecedent)
        if pair is not None and not _NOT_SPACE.search(match["before"]):
            yield Cue(
                start=match.start("between"), end=pair[1].end, kind="between", anchors=pair,
                word=match["between"].lower(),
            )  # fmt: skip
    for match in page.matches(_ROAD_BETWEEN, _ROAD_WORDS, back=25, ahead=60):
        pair = _pair(page, match.end(), antecedent)
        if pair is not None:
            yield Cue(start=match.start(), end=pair[1].end, kind="road", anchors=pair)
    for match in page.matches(_ROAD_NAMED, _ROAD_WORDS, back=90, ahead=25):
        pair = tuple(
            Anchor(start=match.start(name), end=match.end(name), names=(page.by_start[match.start(name)],))
            for name in ("a", "b")
        )
        yield Cue(start=match.start(), end=match.end(), kind="road", anchors=pair)


def _pair(page: MaskedText, start: int, antecedent: Antecedent) -> tuple[Anchor, Anchor] | None:
    first = anchor_at(page, start, antecedent)
    link = _AND.match(page.text, first.end) if first is not None else None
    second = anchor_at(page, link.end(), antecedent) if link is not None else None
    return (first, second) if first is not None and second is not None else None
